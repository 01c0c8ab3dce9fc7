//! Una exploración en la página, recorrida como la recorre una persona.

use std::fs;
use std::path::Path;

use super::Course;
use super::browser::Browser;
use super::server::Server;

/// No termina nunca de dar que explorar.
const ENDLESS: &str = r"
#define _DEFAULT_SOURCE
#include <sys/mman.h>
#include <unistd.h>
int main(void) {
    volatile int *n = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (n == MAP_FAILED) return 1;
    if (fork() == 0) { for (int i = 0; i < 40; i++) n[0] = n[0] + 1; _exit(0); }
    for (int i = 0; i < 40; i++) n[0] = n[0] + 1;
    return 0;
}
";

/// Un fichero del curso de verdad.
pub fn real(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap()
}

/// Un curso con la carrera original, un programa que no acaba de explorarse, otro que
/// no crea procesos y una exploración grabada.
pub fn course() -> Course {
    let course = Course::new();
    let race = real("solutions/programas/c/original.c");
    let chapter = format!(
        "# Carreras\n\n```c,ejecutable=carrera\n{race}\n```\n\n```text,salida\nx\n```\n\n\
         ```c,ejecutable=eterno\n{ENDLESS}\n```\n\n```text,salida\nx\n```\n\n\
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
pub struct Stepper<'a> {
    pub browser: &'a Browser,
    /// Dónde está en la página.
    pub place: &'static str,
}

impl Stepper<'_> {
    pub fn css(&self, css: &str) -> String {
        format!("{} .pasos {css}", self.place)
    }

    pub fn text(&self, css: &str) -> String {
        self.browser.text(&self.css(css))
    }

    pub fn all(&self, css: &str, what: &str) -> Vec<String> {
        let list = format!(
            "[...document.querySelectorAll(`{}`)].map((e) => e.{what})",
            self.css(css)
        );
        let list = self.browser.eval(&list);
        let list = list.as_array().unwrap().iter();
        list.map(|one| one.as_str().unwrap().to_owned()).collect()
    }

    /// Elige el final que mostró exactamente eso.
    pub fn choose(&self, shown: &str) {
        let endings = self.all(".mostro", "textContent");
        let place = endings.iter().position(|one| one == shown);
        let place = place.unwrap_or_else(|| panic!("{shown} no está en {endings:?}"));
        self.browser
            .click(&self.css(&format!(".ficha input[value=\"{place}\"]")));
    }

    /// El paso en el que está y cuántos hay, según lo que oye quien no ve la pantalla.
    pub fn step(&self) -> (usize, usize) {
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

    pub fn next(&self) {
        self.browser.click(&self.css(".siguiente"));
    }

    /// Avanza hasta que la frase dice `words`.
    pub fn until(&self, words: &str) {
        while !self.text("[role=status]").contains(words) {
            let (step, total) = self.step();
            assert!(step < total, "en ningún paso dice «{words}»");
            self.next();
        }
    }

    pub fn focus(&self, css: &str) {
        let there = format!("document.querySelector(`{}`).focus()", self.css(css));
        self.browser.eval(&format!("({there}, true)"));
    }
}

/// Nada se ha quejado y nada ha salido de esta máquina.
pub fn quiet(browser: &Browser) {
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
pub fn explore(browser: &Browser, name: &str) {
    browser.click(&format!("[data-programa={name}] .explorar"));
    browser.wait(&format!(
        "document.querySelector(`[data-programa={name}] .estado:is(.bien, .mal)`)"
    ));
}

/// Abre el capítulo de las carreras.
pub fn open(server: &Server, browser: &Browser) {
    browser.go(&format!("http://127.0.0.1:{}/carreras.html", server.port));
}
