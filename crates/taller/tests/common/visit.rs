//! La visita de un lector exigente a una página: que se lea entera, quepa, no se queje y
//! no pida nada a otra máquina, de día y de noche, en grande y en pequeño.

use super::axe::{Rules, violations};
use super::browser::Browser;
use super::spanish::english_in;

/// Una pantalla en la que se abre la página, y los temas con los que se mira en ella.
struct Screen {
    name: &'static str,
    set: fn(&Browser),
    themes: &'static [(Theme, Option<Rules>)],
}

#[derive(Clone, Copy)]
enum Theme {
    Light,
    Dark,
}

/// Lo que axe mira en cada una: todo de día, y de noche lo que cambia. Ampliar al 200 % es
/// quedarse con la mitad de ancho: sus reglas ya se miran más estrecho, y aquí, que quepa.
const SCREENS: [Screen; 3] = [
    Screen {
        name: "1280",
        set: |browser| browser.zoomed(1280, 1),
        themes: &[
            (Theme::Light, Some(Rules::All)),
            (Theme::Dark, Some(Rules::Colour)),
        ],
    },
    Screen {
        name: "1280 al 200 %",
        set: |browser| browser.zoomed(1280, 2),
        themes: &[(Theme::Dark, None)],
    },
    Screen {
        name: "320",
        set: |browser| browser.narrow(320),
        themes: &[
            (Theme::Dark, Some(Rules::Colour)),
            (Theme::Light, Some(Rules::All)),
        ],
    },
];

/// Lo que se sale de la pantalla: la página entera, que se desplazaría de lado, o un
/// elemento que nadie puede desplazar para verlo.
const OUTSIDE: &str = "(() => {
  const ancho = document.documentElement.clientWidth;
  const fuera = [];
  if (document.scrollingElement.scrollWidth > ancho) {
    fuera.push(`la página mide ${document.scrollingElement.scrollWidth} de ancho y la pantalla, ${ancho}`);
  }
  const seDesplaza = (caja) => caja && caja !== document.body && (
    ['auto', 'scroll'].includes(getComputedStyle(caja).overflowX) || seDesplaza(caja.parentElement));
  for (const uno of document.querySelectorAll('main *, #mdbook-menu-bar :is(button, a), .nav-wrapper a')) {
    const { left, right, width } = uno.getBoundingClientRect();
    const oculto = width <= 1 || !uno.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (oculto || (left >= -1 && right <= ancho + 1) || uno.closest('.oculto, .cm-editor')) { continue; }
    if (!seDesplaza(uno.parentElement)) {
      fuera.push(`${uno.tagName}.${uno.className} va de ${Math.round(left)} a ${Math.round(right)}`);
    }
  }
  return fuera.slice(0, 5);
})()";

/// Mira la página `address` de todas las maneras; devuelve cada queja.
pub fn visit(browser: &Browser, address: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for screen in &SCREENS {
        complaints.extend(look_at(browser, address, screen, screen.themes));
    }
    complaints.extend(english_in(browser));
    complaints.extend(noises(browser));
    named(address, complaints)
}

/// Lo mismo con una página que repite lo de otras ya visitadas, como la de imprimir: lo
/// propio de ella es que quepa y cómo está armada, y para eso axe la mira una vez.
pub fn visit_compilation(browser: &Browser, address: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for (place, screen) in SCREENS.iter().enumerate() {
        let rules = (place == 0).then_some(Rules::All);
        complaints.extend(look_at(browser, address, screen, &[(Theme::Light, rules)]));
    }
    complaints.extend(noises(browser));
    named(address, complaints)
}

fn named(address: &str, complaints: Vec<String>) -> Vec<String> {
    let name = |complaint| format!("{address} {complaint}");
    complaints.into_iter().map(name).collect()
}

fn look_at(
    browser: &Browser,
    address: &str,
    screen: &Screen,
    themes: &[(Theme, Option<Rules>)],
) -> Vec<String> {
    (screen.set)(browser);
    open(browser, address);
    let mut complaints = outside(browser);
    for (theme, rules) in themes {
        // El libro lo elige con un botón; un informe obedece al sistema.
        let (id, scheme) = match theme {
            Theme::Light => ("mdbook-theme-light", "light"),
            Theme::Dark => ("mdbook-theme-navy", "dark"),
        };
        browser.prefers(scheme);
        browser.eval(&format!("document.getElementById('{id}')?.click()"));
        complaints.extend(rules.iter().flat_map(|rules| violations(browser, *rules)));
    }
    let name = |complaint| format!("[{}] {complaint}", screen.name);
    complaints.into_iter().map(name).collect()
}

fn open(browser: &Browser, address: &str) {
    browser.go(address);
    browser.wait(
        "document.readyState === 'complete' \
         && !document.querySelector('.ejercicio.vivo:not(.sin-archivo):not(:has(.cm-content))')",
    );
    // Lo plegado también es para leerlo.
    browser.eval("document.querySelectorAll('details').forEach((uno) => { uno.open = true; })");
}

fn outside(browser: &Browser) -> Vec<String> {
    let found = browser.eval(OUTSIDE);
    let found = found.as_array().unwrap().iter();
    found
        .map(|one| format!("se sale: {}", one.as_str().unwrap()))
        .collect()
}

/// Lo que ha dicho la consola y lo que se ha pedido fuera de esta máquina.
fn noises(browser: &Browser) -> impl Iterator<Item = String> {
    const OURS: [&str; 5] = [
        "http://127.0.0.1:",
        "file:///",
        "data:",
        "blob:",
        "chrome://",
    ];
    let console = browser.console().into_iter();
    let asked = browser.requested().into_iter();
    let outside = asked.filter(|address| !OURS.iter().any(|start| address.starts_with(start)));
    console
        .map(|line| format!("la consola dice: {line}"))
        .chain(outside.map(|address| format!("pide {address}")))
}
