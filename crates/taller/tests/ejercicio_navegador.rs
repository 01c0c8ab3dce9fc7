//! Un ejercicio hecho en un navegador de verdad, de principio a fin y con todo lo que
//! puede pasar por el camino. El curso es pequeño y propio de cada prueba.

mod common;

use common::browser::{Browser, ENTER, ESCAPE, TAB};
use common::exercises::{Exercises, LIB, RIGHT, SQUARE, STUB};
use common::panel::{Panel, rows};
use common::share::share;

/// Una versión que se reconoce a simple vista.
fn version(name: &str) -> String {
    format!("// {name}\n{RIGHT}")
}

#[test]
fn del_esqueleto_al_verde_sin_salir_de_la_pagina() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    let panel = Panel::open(&browser, &server, "eco");
    panel.marked("eco", "(sin empezar)");
    assert_eq!(panel.text(), course.read(STUB));
    panel.is("Guardado");

    assert_eq!(
        panel.grade(),
        rows(&[("tres", "failed"), ("cero", "failed")])
    );
    assert!(panel.verdict().starts_with("✗ 0 de 10 puntos"));
    let story = browser.text(".ejercicio .comprobacion details");
    for part in [
        "Qué se esperaba",
        "Qué ocurrió",
        "Falta escribir",
        "Causa probable",
        "Siguiente paso",
    ] {
        assert!(story.contains(part), "{story}");
    }
    // La misma historia no se cuenta dos veces, y enlaza con su sección.
    assert!(browser.text(".ejercicio .lo-mismo").contains("«tres»"));
    let link =
        browser.eval("document.querySelector('.ejercicio .comprobacion a').getAttribute('href')");
    assert_eq!(link, "#errores");

    panel.replace(SQUARE);
    panel.is("Sin guardar");
    assert_eq!(
        course.read(LIB),
        course.read(STUB),
        "no se guarda sin pedirlo"
    );
    assert_eq!(
        panel.grade(),
        rows(&[("tres", "failed"), ("cero", "passed")])
    );
    assert_eq!(course.read(LIB), SQUARE);
    panel.marked("eco", "(sin superar, 4 de 10 puntos)");

    panel.replace("pub fn double(n: u32) -> u32 {\n    nada\n}\n");
    assert_eq!(panel.grade(), rows(&[]));
    assert!(panel.verdict().starts_with("✗ No compila: 1 error"));
    assert!(browser.text(".ejercicio .explicacion").contains("E0425"));
    assert!(
        browser
            .text(".ejercicio .compilador")
            .contains("cannot find value `nada`")
    );
    assert_eq!(browser.text(".ejercicio .cm-linea-marcada").trim(), "nada");
    panel.marked("eco", "(no compila)");

    panel.replace(RIGHT);
    panel.focus();
    assert_eq!(
        panel.grade_by(|| browser.press_with_control("s")),
        rows(&[("tres", "passed"), ("cero", "passed")])
    );
    assert!(
        panel.verdict().starts_with("✓ ¡Paso superado! 10 de 10"),
        "{}",
        panel.verdict()
    );
    assert_eq!(course.read(LIB), RIGHT);
    panel.is("Guardado");
    panel.marked("eco", "(superado, 10 de 10 puntos)");
    // Lo mismo dice la terminal, y lo mismo dice la portada.
    assert!(course.run(&["estado"]).stdout.contains("✓ eco"));
    browser.go(&format!("http://127.0.0.1:{}/muestra.html", server.port));
    browser.wait("document.querySelector('.progreso-curso li.bien')");
    let overview = browser.text(".progreso-curso");
    for part in [
        "50 %",
        "1 de 2 pasos superados",
        "Ahora toca «El final»",
        "10/10 puntos",
        "2 de 2 comprobaciones",
    ] {
        assert!(overview.contains(part), "{overview}");
    }
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn las_pistas_se_dan_de_una_en_una_y_se_recuerdan() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    Panel::open(&browser, &server, "eco");
    let seen = "[...document.querySelectorAll('.pistas details')].filter((p) => p.checkVisibility()).length";
    assert_eq!(browser.eval(seen), 0);

    assert_eq!(browser.text(".otra-pista"), "Ver la pista 1 de 3");
    browser.click(".otra-pista");
    assert_eq!(browser.eval(seen), 1);
    assert!(browser.text(".pistas details").contains("Pista 1."));
    browser.reload();
    browser.wait(&format!("{seen} === 1"));
    // La terminal sigue donde se quedó la página, y la página donde se queda la terminal.
    assert!(
        course
            .run(&["pista", "eco"])
            .stdout
            .starts_with("Pista 2 de 3")
    );
    browser.wait(&format!("{seen} === 2"));
    browser.click(".otra-pista");
    browser.wait("document.querySelector('.otra-pista').hidden");
}

#[test]
fn una_correccion_que_no_acaba_se_para_desde_la_pagina() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    let panel = Panel::open(&browser, &server, "eco");
    // Acaba sola si muere el juez que la lanzó: de la prueba no queda nada.
    panel.replace(
        "pub fn double(_: u32) -> u32 {
let judge = std::os::unix::process::parent_id();
while std::os::unix::process::parent_id() == judge { std::thread::yield_now(); }
0 }",
    );

    browser.click(".ejercicio .principal");
    browser.wait("document.querySelector('.ejercicio .estado').textContent.startsWith('Comprobando: 0 de 2')");
    assert_eq!(
        panel.rows(),
        rows(&[("tres", "pending"), ("cero", "pending")])
    );
    browser.click(".ejercicio .parar");

    browser.wait("document.querySelector('.ejercicio .estado').textContent.includes('parada')");
    panel.is("Guardado");

    // Sin pararla también se puede seguir: guardar otra versión deja sin sentido la anterior.
    browser.click(".ejercicio .principal");
    browser.wait("document.querySelector('.ejercicio .estado').textContent.startsWith('Comprobando: 0 de 2')");
    panel.replace(RIGHT);
    panel.is("Sin guardar");
    assert_eq!(
        panel.grade(),
        rows(&[("tres", "passed"), ("cero", "passed")])
    );
}

#[test]
fn todo_se_puede_hacer_con_el_teclado() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    let panel = Panel::open(&browser, &server, "eco");
    let focus_on = |css: &str| {
        let there = format!("document.activeElement?.matches(`{css}`)");
        for _ in 0..80 {
            if browser.eval(&there) == true {
                return;
            }
            browser.press(&[TAB]);
        }
        panic!("el tabulador no llega a {css}");
    };

    focus_on(".ejercicio .cm-content");
    browser.press_with_control("a");
    // Dentro, las flechas y las letras son del editor.
    browser.write("pub fn double(n: u32) -> u32 { n + n }");
    browser.press(&["\u{e012}", "\u{e014}"]);
    assert_eq!(browser.eval("location.pathname"), "/eco.html");
    // Tab sangra; Escape y después Tab salen.
    browser.press(&[ESCAPE, TAB]);
    assert_eq!(
        browser.eval("document.activeElement.className"),
        "principal"
    );
    assert_eq!(
        panel.grade_by(|| browser.press(&[ENTER])),
        rows(&[("tres", "passed"), ("cero", "passed")])
    );
    assert_eq!(course.read(LIB), "pub fn double(n: u32) -> u32 { n + n }");
    // Lo oye quien no ve la pantalla, y el foco no se ha perdido por el camino.
    assert!(
        browser
            .text(".ejercicio [role=status]")
            .contains("¡Paso superado!")
    );
    assert_eq!(
        browser.eval("document.activeElement.className"),
        "principal"
    );
    focus_on(".otra-pista");
    browser.press(&[ENTER]);
    assert_eq!(
        browser.eval("document.activeElement.matches('.pistas summary')"),
        true
    );
}

#[test]
fn en_una_pantalla_estrecha_cabe_todo() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    browser.narrow(320);
    let panel = Panel::open(&browser, &server, "eco");
    panel.replace(&version("aquí"));
    panel.grade();
    panel.replace(SQUARE);
    course.write(LIB, version("allí"));
    panel.is("Cambiado aquí y en el disco");

    assert_eq!(
        browser.eval("document.scrollingElement.scrollWidth <= 320"),
        true
    );
    let outside = "[...document.querySelectorAll('.ejercicio *')].filter((e) => e.checkVisibility() \
                   && !e.closest('pre, .cm-editor') && e.getBoundingClientRect().right > 320).length";
    assert_eq!(browser.eval(outside), 0);
}

#[test]
fn el_programa_final_se_corrige_sin_archivo() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    course.write(LIB, RIGHT);
    let server = course.serve();
    browser.go(&format!("http://127.0.0.1:{}/fin.html", server.port));
    let panel = Panel { browser: &browser };
    browser.wait("document.querySelector('.ejercicio.sin-archivo')");

    assert_eq!(
        panel.grade(),
        rows(&[("tres", "passed"), ("cero", "passed")])
    );

    assert_eq!(
        browser.eval("document.querySelectorAll('.ejercicio .cm-editor').length"),
        0
    );
    panel.marked("fin", "(superado, 10 de 10 puntos)");
    // Si cambia un paso que usa, se vuelve a corregir.
    course.write(LIB, SQUARE);
    browser.wait("document.querySelector('.ejercicio .failed')");
    assert_eq!(
        panel.graded(),
        rows(&[("tres", "failed"), ("cero", "passed")])
    );
}

#[test]
fn sin_servidor_se_dice_como_hacerlo_y_no_hay_ningun_boton() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    course.run(&["construir"]).expect(0);
    let port = share(&course.path("target/libro"));

    browser.go(&format!("http://127.0.0.1:{port}/curso/eco.html"));

    let panel = browser.text(".ejercicio");
    for part in ["cargo run", "cargo test -p eco", "exercises/eco/src/lib.rs"] {
        assert!(panel.contains(part), "{panel}");
    }
    assert_eq!(
        browser.eval("document.querySelectorAll('.ejercicio button, .pistas button').length"),
        0
    );
    // Y las pistas se pueden leer todas.
    assert_eq!(
        browser.eval("[...document.querySelectorAll('.pistas details')].filter((p) => p.checkVisibility()).length"),
        3
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}
