//! El libro suelto, sin el taller: abierto como un fichero y en un servidor cualquiera.
//! Ningún botón está muerto, y lo grabado se lee y se recorre.

mod common;

use common::browser::{Browser, ENTER};
use common::share::share;
use common::{Course, files};

/// Pulsa cada botón que se ve y espera a que la página cambie en algo; devuelve los que
/// no han hecho nada. Los que dicen que no toca (`aria-disabled`) no cuentan.
const DEAD_BUTTONS: &str = "(async () => {
  document.querySelectorAll('details').forEach((uno) => { uno.open = true; });
  const muertos = [];
  const botones = [...document.querySelectorAll('button, [role=button], summary')];
  for (const boton of botones) {
    if (!boton.checkVisibility() || boton.ariaDisabled === 'true') { continue; }
    const cambio = new Promise((si) => {
      const vigia = new MutationObserver(() => { vigia.disconnect(); si(true); });
      vigia.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      setTimeout(() => { vigia.disconnect(); si(false); }, 5000);
    });
    boton.click();
    if (!await cambio) { muertos.push(boton.outerHTML.slice(0, 120)); }
  }
  entregar([botones.length, muertos]);
})()";

fn pages(course: &Course) -> Vec<String> {
    let mut pages = course.chapters();
    pages.push("print.html".into());
    pages
}

fn use_it_all(browser: &Browser, root: &str, course: &Course) {
    let mut buttons = 0;
    let mut dead = Vec::new();
    for page in pages(course) {
        browser.go(&format!("{root}/{page}"));
        browser.wait("document.readyState === 'complete'");
        let found = browser.eval_later(DEAD_BUTTONS);
        buttons += found[0].as_u64().unwrap();
        let found = found[1].as_array().unwrap().iter();
        dead.extend(found.map(|button| format!("{page}: {button}")));
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    assert!(buttons > 100, "solo {buttons} botones");
    // A una página abierta como un fichero, el navegador no le deja pedir las letras por
    // adelantado y lo dice; luego las carga igual.
    let said = browser.console();
    let ours: Vec<_> = said
        .iter()
        .filter(|line| !(root.starts_with("file:") && line.contains("/fonts/")))
        .collect();
    assert!(ours.is_empty(), "{ours:?}");
    browser.wait("[...document.fonts].some((letra) => letra.status === 'loaded')");
}

fn read_the_recordings(browser: &Browser, root: &str) {
    // La salida grabada, y cómo ejecutar el programa.
    browser.go(&format!("{root}/proceso.html"));
    // Está plegada: antes de verla se predice.
    browser.wait("(document.querySelector('details:has(.salida-grabada)').open = true)");
    assert!(
        browser
            .text(".salida-grabada")
            .contains("aquí number vale 42")
    );
    assert!(browser.text(".solo-grabado").contains("cargo run"));
    // La exploración grabada se recorre.
    browser.go(&format!("{root}/carrera.html"));
    browser.wait("document.querySelector('.pasos [role=status]')");
    assert!(browser.text(".pasos [role=status]").starts_with("Paso 1 "));
    browser.click(".pasos .siguiente");
    assert!(browser.text(".pasos [role=status]").starts_with("Paso 2 "));
    browser.click(".pasos .ficha input:not(:checked)");
    assert!(browser.text(".pasos [role=status]").starts_with("Paso 1 "));
    // Y las pistas y la manera de corregir están en cada paso.
    browser.go(&format!("{root}/paso1.html"));
    assert!(browser.text(".ejercicio").contains("cargo test -p paso1"));
    assert_eq!(
        browser.eval("document.querySelectorAll('.ejercicio button, .pistas button').length"),
        0
    );
}

fn search(browser: &Browser, root: &str) {
    browser.go(&format!("{root}/index.html"));
    browser.press(&["/"]);
    browser.wait("document.activeElement?.id === 'mdbook-searchbar'");
    browser.write("semaforo");
    browser.wait("document.querySelector('#mdbook-searchresults li')");
    assert!(browser.text(".searchresults-header").contains("«semaforo»"));
    browser.press(&["\u{e015}", ENTER]);
    browser.wait("document.querySelector('main mark')");
    let marked = browser.text("main mark").to_lowercase();
    assert!(marked.contains("semáforo"), "{marked}");
}

/// El libro de verdad, construido en una carpeta propia.
fn built() -> (Course, tempfile::TempDir) {
    let course = Course::real();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().to_str().unwrap();
    let finished = course.run(&["construir", "--destino", &format!("{target}/libro")]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert!(files(folder.path()).len() > 30);
    (course, folder)
}

#[test]
fn abierto_como_un_fichero_todo_lo_que_se_ve_funciona() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (course, folder) = built();
    let root = format!("file://{}/libro", folder.path().display());

    use_it_all(&browser, &root, &course);
    read_the_recordings(&browser, &root);
    search(&browser, &root);
}

#[test]
fn en_un_servidor_de_ficheros_todo_lo_que_se_ve_funciona() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (course, folder) = built();
    let port = share(&folder.path().join("libro"));
    let root = format!("http://127.0.0.1:{port}/curso");

    use_it_all(&browser, &root, &course);
    read_the_recordings(&browser, &root);
    search(&browser, &root);
}
