//! Lo escrito en un ejercicio no se pierde: ni al guardar con otro editor, ni con dos
//! pestañas, ni al recargar, ni si se cae el servidor. En un navegador de verdad.

mod common;

use std::fs;

use common::browser::Browser;
use common::exercises::{Exercises, LIB, RIGHT, SQUARE, STUB};
use common::panel::{Panel, rows};
use common::server::Server;

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
