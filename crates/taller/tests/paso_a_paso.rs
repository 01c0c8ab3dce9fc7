//! Explorar un programa en un navegador de verdad, y recorrer sus finales paso a paso.

mod common;

use std::fs;
use std::path::Path;

use common::Course;
use common::browser::{Browser, TAB};
use common::runs::nothing_left;
use common::server::{Server, free_port};
use common::share::share;
use serde_json::Value;

/// Los códigos de WebDriver de otras teclas.
const END: &str = "\u{e010}";
const HOME: &str = "\u{e011}";
const LEFT: &str = "\u{e012}";
const UP: &str = "\u{e013}";
const RIGHT: &str = "\u{e014}";
const DOWN: &str = "\u{e015}";

/// Escribe su PID y no termina nunca de dar que explorar.
const ENDLESS: &str = r#"
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
static void sign(void) {
    int f = open("FICHERO", O_WRONLY | O_CREAT | O_APPEND, 0600);
    char line[32];
    (void)!write(f, line, (size_t)snprintf(line, sizeof line, "%d\n", getpid()));
    close(f);
}
int main(void) {
    volatile int *n = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (n == MAP_FAILED) return 1;
    sign();
    if (fork() == 0) { sign(); for (int i = 0; i < 40; i++) n[0] = n[0] + 1; _exit(0); }
    for (int i = 0; i < 40; i++) n[0] = n[0] + 1;
    return 0;
}
"#;

fn real(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap()
}

/// Un curso con la carrera original, un programa que no acaba de explorarse, otro que
/// no crea procesos y una exploración grabada.
fn course() -> Course {
    let course = Course::new();
    let race = real("solutions/programas/c/original.c");
    let endless = ENDLESS.replace("FICHERO", &course.path("pids").display().to_string());
    let chapter = format!(
        "# Carreras\n\n```c,ejecutable=carrera\n{race}\n```\n\n```text,salida\nx\n```\n\n\
         ```c,ejecutable=eterno\n{endless}\n```\n\n```text,salida\nx\n```\n\n\
         ```c,ejecutable=solo\nint main(void) {{ return 0; }}\n```\n\n```text,salida\nx\n```\n\n\
         <div class=\"exploracion\" data-titulo=\"la carrera grabada\">\n\
         <script type=\"application/json\">\n{}</script>\n\n\
         <p class=\"dibujo\">El dibujo.</p>\n\n</div>\n",
        real("book/exploraciones/original.pasos.json")
    );
    course.write("book/carreras.md", &chapter);
    course.append("book/SUMMARY.md", "[Carreras](carreras.md)\n");
    course
}

/// Una exploración abierta en el navegador.
struct Stepper<'a> {
    browser: &'a Browser,
    /// Dónde está en la página.
    place: &'static str,
}

impl Stepper<'_> {
    fn css(&self, css: &str) -> String {
        format!("{} .pasos {css}", self.place)
    }

    fn text(&self, css: &str) -> String {
        self.browser.text(&self.css(css))
    }

    fn all(&self, css: &str, what: &str) -> Vec<String> {
        let list = format!(
            "[...document.querySelectorAll(`{}`)].map((e) => e.{what})",
            self.css(css)
        );
        let list = self.browser.eval(&list);
        let list = list.as_array().unwrap().iter();
        list.map(|one| one.as_str().unwrap().to_owned()).collect()
    }

    /// Elige el final que mostró exactamente eso.
    fn choose(&self, shown: &str) {
        let endings = self.all(".mostro", "textContent");
        let place = endings.iter().position(|one| one == shown);
        let place = place.unwrap_or_else(|| panic!("{shown} no está en {endings:?}"));
        self.browser
            .click(&self.css(&format!(".ficha input[value=\"{place}\"]")));
    }

    /// El paso en el que está y cuántos hay, según lo que oye quien no ve la pantalla.
    fn step(&self) -> (usize, usize) {
        let heard = self.text("[role=status]");
        let (step, rest) = heard
            .strip_prefix("Paso ")
            .and_then(|rest| rest.split_once(" de "))
            .unwrap_or_else(|| panic!("{heard}"));
        let total = rest.split('.').next().unwrap();
        let (step, total) = (step.parse().unwrap(), total.parse().unwrap());
        // La fila resaltada y la barra dicen lo mismo.
        let row = format!(
            "[...document.querySelectorAll(`{}`)].findIndex((f) => f.ariaCurrent === 'step') + 1",
            self.css(".fila")
        );
        assert_eq!(self.browser.eval(&row), step);
        let slider = format!(
            "Number(document.querySelector(`{}`).value)",
            self.css("input[type=range]")
        );
        assert_eq!(self.browser.eval(&slider), step);
        (step, total)
    }

    fn next(&self) {
        self.browser.click(&self.css(".siguiente"));
    }

    /// Avanza hasta que la frase dice `words`.
    fn until(&self, words: &str) {
        while !self.text("[role=status]").contains(words) {
            let (step, total) = self.step();
            assert!(step < total, "en ningún paso dice «{words}»");
            self.next();
        }
    }

    fn focus(&self, css: &str) {
        let there = format!("document.querySelector(`{}`).focus()", self.css(css));
        self.browser.eval(&format!("({there}, true)"));
    }
}

fn quiet(browser: &Browser) {
    assert_eq!(browser.console(), Vec::<String>::new());
    for address in browser.requested() {
        let ours = ["http://127.0.0.1:", "data:", "blob:", "chrome://"];
        assert!(
            ours.iter().any(|start| address.starts_with(start)),
            "{address}"
        );
    }
}

/// Pulsa ⧉ en un programa y espera a que acabe.
fn explore(browser: &Browser, name: &str) {
    browser.click(&format!("[data-programa={name}] .explorar"));
    browser.wait(&format!(
        "document.querySelector(`[data-programa={name}] .estado:is(.bien, .mal)`)"
    ));
}

fn open(server: &Server, browser: &Browser) {
    browser.go(&format!("http://127.0.0.1:{}/carreras.html", server.port));
}

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
