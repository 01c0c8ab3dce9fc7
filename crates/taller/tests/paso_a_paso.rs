//! Recorrer una exploración paso a paso en un navegador de verdad: con el teclado, con la
//! barra, en un teléfono y sin servidor.

mod common;

use common::browser::{Browser, TAB};
use common::server::{Server, free_port};
use common::share::share;
use common::stepper::{Stepper, course, explore, open, quiet, real};
use serde_json::Value;

/// Los códigos de WebDriver de otras teclas.
const END: &str = "\u{e010}";
const HOME: &str = "\u{e011}";
const LEFT: &str = "\u{e012}";
const UP: &str = "\u{e013}";
const RIGHT: &str = "\u{e014}";
const DOWN: &str = "\u{e015}";

#[test]
fn se_recorre_con_el_teclado_y_con_la_barra_sin_atrapar_el_tabulador() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    let server = Server::start(&course, free_port());
    open(&server, &browser);
    let address = browser.eval("location.href");
    let stepper = Stepper {
        browser: &browser,
        place: ".exploracion",
    };
    let (_, total) = stepper.step();

    stepper.focus(".carriles");
    browser.press(&[RIGHT, DOWN, RIGHT]);
    assert_eq!(stepper.step(), (4, total));
    browser.press(&[LEFT, UP]);
    assert_eq!(stepper.step(), (2, total));
    browser.press(&[END]);
    assert_eq!(stepper.step(), (total, total));
    browser.press(&[RIGHT]);
    assert_eq!(stepper.step(), (total, total));
    browser.press(&[HOME]);
    assert_eq!(stepper.step(), (1, total));
    // El espacio reproduce; cualquier paso a mano lo detiene.
    browser.press(&[" "]);
    assert_eq!(stepper.text(".tocar .rotulo"), "Pausa");
    browser.wait(&format!(
        "document.querySelector(`{}`).innerText.startsWith('Paso 2 ')",
        stepper.css("[role=status]")
    ));
    browser.press(&[" "]);
    assert_eq!(stepper.text(".tocar .rotulo"), "Reproducir");

    stepper.focus("input[type=range]");
    browser.press(&[END]);
    assert_eq!(stepper.step(), (total, total));
    browser.press(&[LEFT]);
    assert_eq!(stepper.step(), (total - 1, total));
    // En los botones, las flechas también avanzan y el espacio pulsa.
    stepper.focus(".primero");
    browser.press(&[" "]);
    assert_eq!(stepper.step(), (1, total));
    browser.press(&[RIGHT]);
    assert_eq!(stepper.step(), (2, total));
    // Los finales se eligen con las flechas, como cualquier lista de opciones.
    stepper.focus(".ficha input:checked");
    browser.press(&[RIGHT]);
    let chosen = format!(
        "document.querySelector(`{}`).value",
        stepper.css(".ficha input:checked")
    );
    assert_eq!(browser.eval(&chosen), "2");
    assert_eq!(stepper.step().0, 1);
    // Nada de esto ha cambiado de capítulo, y del último mando se sale con Tab.
    assert_eq!(browser.eval("location.href"), address);
    stepper.focus(".copiar");
    browser.press(&[TAB]);
    assert_eq!(
        browser.eval("document.activeElement.closest('.exploracion')"),
        Value::Null
    );
    quiet(&browser);
}

#[test]
fn sin_servidor_lo_grabado_se_recorre_igual() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    assert_eq!(course.run(&["construir"]).code, Some(0));
    let port = share(&course.path("target/libro"));

    browser.go(&format!("http://127.0.0.1:{port}/curso/carreras.html"));

    assert_eq!(
        browser.eval("document.querySelectorAll('.barra button').length"),
        0
    );
    let stepper = Stepper {
        browser: &browser,
        place: ".exploracion",
    };
    assert!(stepper.text(".resumen").contains("finales distintos"));
    stepper.choose("«El hijo lee: ¡Hola, proceso hijo!»");
    stepper.until("El padre escribe");
    let written = stepper
        .all(".casilla.escrita.nueva .letra", "textContent")
        .concat();
    assert!(written.starts_with("¡Hola,␣"), "{written}");
    browser.click(&stepper.css(".ultimo"));
    let (step, total) = stepper.step();
    assert_eq!(step, total);
    assert!(
        stepper
            .text(".mostrado pre")
            .contains("El hijo lee: ¡Hola, proceso hijo!")
    );
    assert!(
        stepper
            .text(".orden code")
            .starts_with("cargo run -- explorar --plan ")
    );
    let visible = "document.querySelector('.dibujo').checkVisibility()";
    assert_eq!(browser.eval(visible), false);
    // En papel no hay botones que pulsar: vuelve el dibujo.
    browser.as_printed();
    assert_eq!(browser.eval(visible), true);
    assert_eq!(
        browser.eval("document.querySelector('.pasos').checkVisibility()"),
        false
    );
    quiet(&browser);
}

#[test]
fn el_paso_a_paso_cabe_en_un_telefono() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    let server = Server::start(&course, free_port());
    browser.narrow(320);
    open(&server, &browser);
    explore(&browser, "carrera");

    let outside = "[...document.querySelectorAll('.pasos *')]\
                   .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 320).length";
    let stepper = Stepper {
        browser: &browser,
        place: "[data-programa=carrera]",
    };
    let (_, total) = stepper.step();
    for _ in 1..total {
        stepper.next();
        assert_eq!(
            browser.eval("document.scrollingElement.scrollWidth <= 320"),
            true
        );
        assert_eq!(browser.eval(outside), 0);
    }
}

#[test]
fn con_tres_procesos_lo_que_se_lee_en_un_telefono_cabe_en_su_linea() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    let chapter = format!(
        "# Contador\n\n<div class=\"exploracion\" data-titulo=\"dos hijos y un contador\">\n\
         <script type=\"application/json\">\n{}</script>\n\n</div>\n",
        real("book/exploraciones/contador.pasos.json")
    );
    course.write("book/contador.md", &chapter);
    course.append("book/SUMMARY.md", "[Contador](contador.md)\n");
    let server = Server::start(&course, free_port());
    browser.narrow(390);

    browser.go(&format!("http://127.0.0.1:{}/contador.html", server.port));
    let stepper = Stepper {
        browser: &browser,
        place: ".exploracion",
    };
    stepper.choose("«El contador vale 1.»");

    // Las letras, una debajo de otra, harían la fila más alta que ancha.
    let switches = "[...document.querySelectorAll('.pasos .a-medias')]\
                    .map((e) => e.getBoundingClientRect()).map((r) => r.width > r.height)";
    assert_eq!(browser.eval(switches), serde_json::json!([true]));
    let words = "[...document.querySelectorAll('.pasos .texto')].every((e) => \
                 e.getBoundingClientRect().width > 100)";
    assert_eq!(browser.eval(words), true);
}
