//! Las páginas no son solo lo que se ve al abrirlas: cada menú, cada resultado y cada
//! aviso que ponen los guiones está en español y axe-core no le reprocha nada, de día y
//! de noche.

mod common;

use common::axe::{Rules, violations};
use common::browser::{Browser, ESCAPE};
use common::exercises::{Exercises, LIB, RIGHT, SQUARE};
use common::panel::Panel;
use common::server::Server;
use common::spanish::english_in;

const CHAPTER: &str = r#"# Programas

```c,ejecutable=saluda
#include <stdio.h>
int main(void) {
    printf("¡Hola!\n");
    fprintf(stderr, "un aviso\n");
    return 0;
}
```

```text,salida
¡Hola!
```

```c,ejecutable=eterno
int main(void) { for (;;) { } }
```

```c,ejecutable=roto
int main(void) { return falta; }
```

```c,ejecutable=carrera
CODIGO
```

```text,salida
x
```
"#;

/// Lo que se va viendo mal, con el nombre del estado en que se ve.
struct Watch<'a> {
    browser: &'a Browser,
    complaints: Vec<String>,
}

impl<'a> Watch<'a> {
    fn new(browser: &'a Browser) -> Self {
        Self {
            browser,
            complaints: Vec::new(),
        }
    }

    fn theme(&self, name: &str) {
        self.browser.eval(&format!(
            "document.getElementById('mdbook-theme-{name}').click()"
        ));
    }

    fn look(&mut self, state: &str) {
        let mut found = english_in(self.browser);
        found.extend(violations(self.browser, Rules::All));
        self.theme("navy");
        found.extend(violations(self.browser, Rules::Colour));
        self.theme("light");
        let found = found.into_iter();
        self.complaints
            .extend(found.map(|one| format!("[{state}] {one}")));
    }

    fn end(self) {
        assert!(
            self.complaints.is_empty(),
            "\n{}",
            self.complaints.join("\n")
        );
        assert_eq!(self.browser.console(), Vec::<String>::new());
    }
}

fn serve() -> (Exercises, Server) {
    let course = Exercises::with_book();
    let race = common::stepper::real("solutions/programas/c/original.c");
    let chapter = CHAPTER.replace("CODIGO", &race);
    course.write("book/programas.md", &chapter);
    course.write(
        "book/SUMMARY.md",
        "[Muestra](muestra.md)\n\n- [Eco](eco.md)\n- [El final](fin.md)\n- [Programas](programas.md)\n",
    );
    let server = course.serve();
    (course, server)
}

fn page(server: &Server, name: &str) -> String {
    format!("http://127.0.0.1:{}/{name}.html", server.port)
}

#[test]
fn la_portada_sus_menus_y_el_buscador() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (_course, server) = serve();
    let mut watch = Watch::new(&browser);
    browser.go(&page(&server, "muestra"));
    browser.wait("document.querySelector('.progreso-curso li')");
    watch.look("portada");

    browser.click("#mdbook-theme-toggle");
    browser.wait("document.querySelector('#mdbook-theme-list').checkVisibility()");
    let mut found = english_in(&browser);
    found.extend(violations(&browser, Rules::All));
    watch
        .complaints
        .extend(found.into_iter().map(|one| format!("[temas] {one}")));
    browser.press(&[ESCAPE]);

    browser.press(&["?"]);
    browser.wait("document.activeElement?.id === 'mdbook-help-popup'");
    watch.look("ayuda de teclado");
    browser.press(&[ESCAPE]);

    browser.press(&["/"]);
    browser.wait("document.activeElement?.id === 'mdbook-searchbar'");
    browser.write("programas");
    browser.wait("document.querySelector('#mdbook-searchresults li')");
    watch.look("resultados");
    browser.write("xyzzy");
    browser.wait("document.querySelector('.searchresults-header').innerText.includes('Nada')");
    watch.look("nada encontrado");
    watch.end();
}

#[test]
fn los_programas_y_sus_resultados() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (_course, server) = serve();
    let mut watch = Watch::new(&browser);
    browser.go(&page(&server, "programas"));
    let ended = |name: &str| {
        browser.wait_patiently(&format!(
            "document.querySelector('[data-programa={name}] .estado:is(.bien, .mal)')"
        ));
    };
    browser.click("[data-programa=eterno] .ejecutar");
    browser.wait("!document.querySelector('[data-programa=eterno] .parar').hidden");
    watch.look("ejecutándose");
    browser.click("[data-programa=eterno] .parar");
    ended("eterno");
    for name in ["saluda", "roto"] {
        browser.click(&format!("[data-programa={name}] .ejecutar"));
        ended(name);
    }
    browser.click("[data-programa=carrera] .explorar");
    ended("carrera");
    watch.look("terminados");

    browser.eval(
        "document.querySelector('[data-programa=saluda]').scrollIntoView({ block: 'center' })",
    );
    browser.click("[data-programa=saluda] .editar");
    browser.wait("document.activeElement?.matches('[data-programa=saluda] .cm-content')");
    browser.paste("// mío\n");
    browser.wait("!document.querySelector('.tus-cambios').hidden");
    watch.look("editando");
    browser.click("[data-programa=saluda] .restaurar");
    watch.look("restaurado");
    watch.end();
}

#[test]
fn el_ejercicio_y_sus_veredictos() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (course, server) = serve();
    let mut watch = Watch::new(&browser);
    let panel = Panel::open(&browser, &server, "eco");
    watch.look("sin empezar");
    panel.grade();
    watch.look("esqueleto");
    panel.replace("pub fn double(n: u32) -> u32 {\n    nada\n}\n");
    panel.grade();
    watch.look("no compila");
    panel.replace(SQUARE);
    panel.grade();
    watch.look("a medias");
    panel.replace(RIGHT);
    course.write(LIB, "// de otro editor\n");
    panel.is("Cambiado aquí y en el disco");
    watch.look("cambiado en los dos sitios");
    browser.click(".ejercicio .elegir");
    panel.is("Guardado");
    panel.graded();
    watch.look("superado");
    browser.click(".otra-pista");
    watch.look("con una pista");
    browser.go(&page(&server, "fin"));
    browser.wait("document.querySelector('.ejercicio.sin-archivo')");
    panel.grade();
    watch.look("el programa final");
    watch.end();
}
