//! Un ejercicio hecho en un navegador de verdad, de principio a fin y con todo lo que
//! puede pasar por el camino. El curso es pequeño y propio de cada prueba.

mod common;

use std::fs;

use common::browser::{Browser, ENTER, ESCAPE, TAB};
use common::exercises::{Exercises, LIB, RIGHT, SQUARE, STUB};
use common::panel::{Panel, rows};
use common::server::Server;
use common::share::share;

fn copies(course: &Exercises) -> Vec<String> {
    let entries = fs::read_dir(course.path("exercises/eco/copias"));
    let mut texts: Vec<String> = entries
        .into_iter()
        .flatten()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    texts.sort();
    texts
}

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
fn lo_que_se_guarda_con_otro_editor_se_ve_y_se_corrige() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    let panel = Panel::open(&browser, &server, "eco");

    course.write(LIB, SQUARE);
    browser.wait("document.querySelector('.ejercicio .cm-content').textContent.includes('n * n')");
    assert_eq!(
        panel.graded(),
        rows(&[("tres", "failed"), ("cero", "passed")])
    );
    panel.is("Guardado");

    // Lo borran y lo vuelven a poner: lo que se veía no se pierde.
    fs::remove_file(course.path(LIB)).unwrap();
    assert!(panel.notice().contains("ya no está en el disco"));
    panel.is("Sin guardar");
    assert_eq!(panel.text(), SQUARE);
    panel.grade();
    assert_eq!(course.read(LIB), SQUARE);
    panel.is("Guardado");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn si_cambia_en_los_dos_sitios_elige_el_lector_y_nada_se_pierde() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    let panel = Panel::open(&browser, &server, "eco");
    let (mine, theirs) = (version("aquí"), version("allí"));

    panel.replace(&mine);
    course.write(LIB, &theirs);
    panel.is("Cambiado aquí y en el disco");
    let shown = browser.text(".ejercicio .diferencias");
    assert!(
        shown.contains("// allí") && shown.contains("// aquí"),
        "{shown}"
    );
    // Guardar a ciegas no se puede: el foco va a la elección.
    panel.focus();
    browser.press_with_control("s");
    browser.wait("document.activeElement.matches('.ejercicio .conflicto button')");
    assert_eq!(course.read(LIB), theirs);

    // Con lo de aquí: lo del disco queda aparte.
    browser.click(".ejercicio .conflicto .elegir:first-child");
    panel.is("Guardado");
    assert_eq!(course.read(LIB), mine);
    assert_eq!(copies(&course), std::slice::from_ref(&theirs));
    assert!(panel.notice().contains("exercises/eco/copias/lib-"));

    // Otra vez, y ahora con lo del disco: lo de aquí queda aparte. La elección espera
    // aunque se recargue la página.
    let third = version("tercera");
    panel.replace(&third);
    course.write(LIB, &theirs);
    panel.is("Cambiado aquí y en el disco");
    browser.reload();
    panel.ready();
    panel.is("Cambiado aquí y en el disco");
    assert_eq!(panel.text(), third);
    browser.click(".ejercicio .conflicto .elegir:last-child");
    panel.is("Guardado");
    assert_eq!(panel.text(), theirs);
    assert_eq!(course.read(LIB), theirs);
    let mut expected = [theirs, third];
    expected.sort();
    assert_eq!(copies(&course), expected);
    assert_eq!(
        browser.eval(
            "Object.keys(localStorage).filter((c) => c.startsWith('taller:ejercicio')).length"
        ),
        0
    );
}

#[test]
fn lo_no_guardado_sobrevive_a_recargar_a_irse_y_a_que_se_caiga_el_servidor() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let mut server = course.serve();
    let panel = Panel::open(&browser, &server, "eco");
    let (port, mine) = (server.port, version("a medias"));

    panel.replace(&mine);
    browser.reload();
    panel.ready();
    panel.is("Sin guardar");
    assert_eq!(panel.text(), mine);
    browser.go(&format!("http://127.0.0.1:{port}/muestra.html"));
    let panel = Panel::open(&browser, &server, "eco");
    assert_eq!(panel.text(), mine);

    // Sin servidor no se puede guardar, y se dice; con él otra vez, sigue ahí.
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    browser.click(".ejercicio .principal");
    assert!(panel.notice().contains("sigue en este navegador"));
    let again = Server::launch(course.command(&[]), port);
    assert_eq!(again.port, port);
    // La página se recarga sola al volver el servidor.
    browser.wait("document.querySelector('.ejercicio .guardado')?.textContent === 'Sin guardar' && !document.querySelector('#taller-aviso-vivo')");
    panel.ready();
    assert_eq!(panel.text(), mine);
    assert_eq!(course.read(LIB), course.read(STUB));
    panel.grade();
    assert_eq!(course.read(LIB), mine);
}

#[test]
fn dos_pestanas_del_mismo_ejercicio_dicen_lo_mismo() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    let server = course.serve();
    let panel = Panel::open(&browser, &server, "eco");
    let first = browser.tab();
    let second = browser.new_tab();
    Panel::open(&browser, &server, "eco");

    // Lo que se escribe en una se ve en la otra, sin guardar.
    panel.replace(SQUARE);
    browser.switch(&first);
    browser.wait("document.querySelector('.ejercicio .cm-content').textContent.includes('n * n')");
    panel.is("Sin guardar");
    // Y lo que se corrige en una, también.
    assert_eq!(
        panel.grade(),
        rows(&[("tres", "failed"), ("cero", "passed")])
    );
    browser.switch(&second);
    assert_eq!(
        panel.graded(),
        rows(&[("tres", "failed"), ("cero", "passed")])
    );
    panel.is("Guardado");
    panel.marked("eco", "(sin superar, 4 de 10 puntos)");
    // La segunda sigue escribiendo sobre lo que guardó la primera: no hay conflicto.
    panel.replace(RIGHT);
    assert_eq!(
        panel.grade(),
        rows(&[("tres", "passed"), ("cero", "passed")])
    );
    browser.switch(&first);
    panel.marked("eco", "(superado, 10 de 10 puntos)");
    panel.is("Guardado");
    assert_eq!(panel.text(), RIGHT);
    assert_eq!(course.read(LIB), RIGHT);
    assert!(copies(&course).is_empty());
}

#[test]
fn volver_al_esqueleto_guarda_lo_escrito_y_lo_no_guardado() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Exercises::with_book();
    course.write(LIB, SQUARE);
    let server = course.serve();
    let panel = Panel::open(&browser, &server, "eco");
    let unsaved = version("sin guardar");
    panel.replace(&unsaved);

    browser.click(".ejercicio .restaurar");
    browser.accept();

    panel.is("Guardado");
    assert_eq!(panel.text(), course.read(STUB));
    assert_eq!(course.read(LIB), course.read(STUB));
    let mut expected = [SQUARE.to_owned(), unsaved];
    expected.sort();
    assert_eq!(copies(&course), expected);
    assert!(panel.notice().contains("exercises/eco/copias/lib-"));
    panel.marked("eco", "(sin empezar)");
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
