//! Explorar un programa de la página en un navegador de verdad: se lanza, se para y se
//! explora lo que el lector ha escrito.

mod common;

use common::browser::Browser;
use common::runs::nothing_left;
use common::server::{Server, free_port};
use common::stepper::{Stepper, course, explore, open, quiet};

#[test]
fn se_explora_la_carrera_y_el_orden_que_pierde_se_entiende_pulsando_siguiente() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    let server = Server::start(&course, free_port());
    open(&server, &browser);

    explore(&browser, "carrera");

    let stepper = Stepper {
        browser: &browser,
        place: "[data-programa=carrera]",
    };
    let whole = "«El hijo lee: ¡Hola, proceso hijo!»";
    let endings = stepper.all(".mostro", "textContent");
    // Vacío, completo y, entre medias, los trozos: ninguno más.
    for known in ["«El hijo lee: »", whole] {
        assert!(endings.contains(&known.to_owned()), "{endings:?}");
    }
    assert!(endings.len() >= 3, "{endings:?}");
    for ending in &endings {
        assert!(whole.starts_with(ending.trim_end_matches('»')), "{ending}");
    }

    stepper.choose("«El hijo lee: »");
    assert_eq!(
        stepper.text(".motivo span:last-child"),
        "El hijo leyó antes de que el padre escribiera."
    );
    assert_eq!(stepper.step().0, 1);
    stepper.until("le quita el turno al padre");
    assert!(
        stepper
            .text(".procesos")
            .contains("podría seguir, pero no le toca")
    );
    stepper.next();
    // Lee una página de ceros, y se ve cuáles.
    assert!(stepper.text("[role=status]").contains("Ahí solo hay ceros"));
    let read = stepper.all(".casilla.leida .bytes", "textContent");
    assert!(
        read.len() > 1 && read.iter().all(|bytes| bytes == "00"),
        "{read:?}"
    );
    assert_eq!(
        stepper.all(".casilla.escrita", "textContent"),
        Vec::<String>::new()
    );
    assert!(
        stepper
            .text(".mostrado")
            .contains("Aún no ha mostrado nada")
    );
    stepper.until("El hijo muestra");
    assert_eq!(stepper.text(".mostrado pre").trim_end(), "El hijo lee:");
    // Y cuando por fin se escribe, ya es tarde.
    stepper.until("El padre escribe");
    let written = stepper
        .all(".casilla.escrita.nueva .letra", "textContent")
        .concat();
    assert!(written.starts_with("¡Hola,␣"), "{written}");
    assert!(stepper.text(".procesos").contains("ha terminado"));
    quiet(&browser);
}

#[test]
fn explorar_se_puede_parar_y_no_queda_nada() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    let server = Server::start(&course, free_port());
    open(&server, &browser);

    browser.click("[data-programa=eterno] .explorar");
    browser.wait(
        "/Explorando: \\d+ planes/.test(document.querySelector('[data-programa=eterno] .estado').innerText)",
    );
    browser.click("[data-programa=eterno] .parar");

    browser.wait("document.querySelector('[data-programa=eterno] .estado.mal')");
    assert_eq!(
        browser.text("[data-programa=eterno] .estado"),
        "■ Parado: no queda nada suyo en marcha."
    );
    assert_eq!(
        browser.eval("document.activeElement.className"),
        "explorar",
        "el foco vuelve al botón que se pulsó"
    );
    nothing_left(&course);
}

#[test]
fn se_explora_lo_que_el_lector_ha_escrito() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    let server = Server::start(&course, free_port());
    open(&server, &browser);
    explore(&browser, "solo");
    let stepper = Stepper {
        browser: &browser,
        place: "[data-programa=solo]",
    };
    assert!(
        stepper
            .text(".nota-de-pasos")
            .starts_with("Este programa no crea ningún otro proceso")
    );

    browser.click("[data-programa=solo] .editar");
    browser.wait("document.querySelector('[data-programa=solo] .cm-content')");
    browser
        .write("int fork(void);\nint otro = 0;\n#define return if (fork() < 0) otro++; return\n");
    explore(&browser, "solo");

    let lanes = stepper.all(".cabecera .nombre", "textContent");
    assert_eq!(lanes, ["padre", "hijo"]);
    // Y lo que no compila se dice igual que al ejecutar.
    browser.click("[data-programa=solo] .cm-content");
    browser.write("¡");
    explore(&browser, "solo");
    assert!(
        browser
            .text("[data-programa=solo] .estado")
            .contains("No compila")
    );
    assert_eq!(
        browser.eval("document.querySelectorAll('[data-programa=solo] .pasos').length"),
        0
    );
}
