//! De la portada al verde sin tocar el ratón: se ve siempre dónde está el foco, nada lo
//! atrapa, y quien ha pedido que nada se mueva no ve moverse nada.

mod common;

use common::browser::{Browser, ENTER, ESCAPE, TAB};
use common::exercises::{Exercises, LIB};
use common::panel::{Panel, rows};

/// Por qué no se ve dónde está el foco, si no se ve: sin contorno, fuera de la pantalla o
/// debajo de otra cosa.
const HIDDEN_FOCUS: &str = "(() => {
  const uno = document.activeElement;
  if (!uno || uno === document.body) { return ''; }
  const nombre = `${uno.tagName}.${uno.className}`;
  const marco = uno.closest('.editor') ?? uno;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(marco);
  const texto = uno.matches('input[type=search], input[type=text]');
  const sinContorno = outlineStyle === 'none' || parseFloat(outlineWidth) < 2 || /, 0\\)$/.test(outlineColor);
  if (sinContorno && !texto) { return `${nombre}: sin contorno`; }
  const { left, right, top, bottom } = uno.getBoundingClientRect();
  const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, Math.max(top, 0) + 2];
  if (right <= 0 || bottom <= 0 || top >= innerHeight || left >= innerWidth) { return `${nombre}: fuera de la pantalla`; }
  const encima = document.elementFromPoint(x, Math.min(y, innerHeight - 1));
  if (!encima || !(uno.contains(encima) || encima.contains(uno))) { return `${nombre}: tapado por ${encima?.tagName}.${encima?.className}`; }
  return '';
})()";

/// Avanza con el tabulador hasta `css`, comprobando el foco en cada parada.
fn tab_to(browser: &Browser, css: &str) {
    let there = format!("document.activeElement?.matches(`{css}`)");
    for _ in 0..120 {
        browser.press(&[TAB]);
        let complaint = browser.eval(HIDDEN_FOCUS);
        assert_eq!(complaint, "", "camino de {css}");
        if browser.eval(&there) == true {
            return;
        }
    }
    panic!("el tabulador no llega a {css}");
}

#[test]
fn de_la_portada_al_verde() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    browser.go(&format!("http://127.0.0.1:{}/", server.port));
    browser.wait("document.querySelector('.progreso-curso li a')");

    // Lo primero, saltarse el índice; y de ahí al paso que toca.
    tab_to(&browser, ".saltar");
    browser.press(&[ENTER]);
    browser.wait("document.activeElement?.id === 'contenido'");
    tab_to(&browser, ".progreso-curso a[href$=\"eco.html#ejercicio\"]");
    browser.press(&[ENTER]);
    let panel = Panel { browser: &browser };
    browser.wait("location.pathname === '/eco.html'");
    panel.ready();

    tab_to(&browser, ".ejercicio .cm-content");
    browser.press_with_control("a");
    browser.write("pub fn double(n: u32) -> u32 { n + n }");
    // Tab sangra; Escape y después Tab salen del editor, y el botón es lo siguiente.
    browser.press(&[ESCAPE]);
    tab_to(&browser, ".ejercicio .principal");
    assert_eq!(
        panel.grade_by(|| browser.press(&[ENTER])),
        rows(&[("tres", "passed"), ("cero", "passed")])
    );
    assert_eq!(course.read(LIB), "pub fn double(n: u32) -> u32 { n + n }");
    assert!(panel.verdict().starts_with("✓ ¡Paso superado!"));
    panel.marked("eco", "(superado, 10 de 10 puntos)");
    // Y se sigue hasta el final de la página: nada atrapa el foco.
    tab_to(&browser, ".nav-chapters.next, .mobile-nav-chapters.next");
    browser.press(&[ENTER]);
    browser.wait("location.pathname === '/fin.html'");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn los_menus_se_abren_se_recorren_y_devuelven_el_foco() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    browser.go(&format!("http://127.0.0.1:{}/", server.port));
    browser.wait("document.querySelector('.progreso-curso li a')");

    // El índice se cierra y se abre.
    tab_to(&browser, "#mdbook-sidebar-toggle");
    let sidebar =
        "document.querySelector('#mdbook-sidebar').checkVisibility({ visibilityProperty: true })";
    assert_eq!(browser.eval(sidebar), true);
    browser.press(&[ENTER]);
    browser.wait(&format!("!{sidebar}"));
    browser.press(&[ENTER]);
    browser.wait(sidebar);

    // El tema se elige con las flechas; Escape devuelve el foco.
    tab_to(&browser, "#mdbook-theme-toggle");
    browser.press(&[ENTER]);
    browser.wait("document.activeElement?.matches('#mdbook-theme-list .theme')");
    browser.press(&["\u{e015}", "\u{e015}"]);
    browser.wait("document.activeElement?.id === 'mdbook-theme-navy'");
    browser.press(&[ENTER]);
    browser.wait("document.documentElement.classList.contains('navy')");
    browser.press(&[ESCAPE]);
    browser.wait("document.activeElement?.id === 'mdbook-theme-toggle'");

    // La ayuda recibe el foco y lo devuelve.
    browser.press(&["?"]);
    browser.wait("document.activeElement?.id === 'mdbook-help-popup'");
    browser.press(&[ESCAPE]);
    browser.wait("document.activeElement?.id === 'mdbook-theme-toggle'");

    // Se busca, se baja a un resultado y se llega a él.
    browser.press(&["/"]);
    browser.wait("document.activeElement?.id === 'mdbook-searchbar'");
    browser.write("errores");
    browser.wait("document.querySelector('#mdbook-searchresults li')");
    browser.press(&["\u{e015}"]);
    browser.wait("document.querySelector('#mdbook-searchresults li.focus')");
    browser.press(&[ENTER]);
    browser.wait("location.pathname === '/eco.html'");
}

#[test]
fn quien_pide_que_nada_se_mueva_no_ve_moverse_nada() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    browser.calm();
    let panel = Panel::open(&browser, &server, "eco");
    let moving = "[document.documentElement, ...document.querySelectorAll('*')].filter((uno) => {
        const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(uno);
        const dura = (tiempos) => tiempos.split(',').some((tiempo) => parseFloat(tiempo) > 0);
        return dura(transitionDuration) || (animationName !== 'none' && dura(animationDuration)) || scrollBehavior === 'smooth';
      }).map((uno) => `${uno.tagName}.${uno.className}`)";

    assert_eq!(browser.eval(moving), serde_json::json!([]));
    panel.grade();
    assert_eq!(browser.eval(moving), serde_json::json!([]));
}
