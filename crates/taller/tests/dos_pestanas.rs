//! El mismo capítulo en dos pestañas: lo que se escribe en una se ve en la otra, cada una
//! ejecuta por su cuenta y nada se pierde. (Del ejercicio se ocupa `ejercicio_guardado`.)

mod common;

use common::Course;
use common::browser::Browser;
use common::runs::gone;
use common::server::{Server, free_port};

const CHAPTER: &str = r#"# Programas

```c,ejecutable=saluda
#include <stdio.h>
int main(void) {
    printf("¡Hola!\n");
    return 0;
}
```

```text,salida
¡Hola!
```

```c,ejecutable=eterno
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <unistd.h>
int main(void) {
    printf("%d\n", getpid());
    fflush(stdout);
    for (;;) { }
}
```

```text,salida
123
```
"#;

/// Dos pestañas abiertas en el mismo capítulo.
struct Tabs<'a> {
    browser: &'a Browser,
    names: [String; 2],
}

impl<'a> Tabs<'a> {
    fn open(browser: &'a Browser, server: &Server) -> Self {
        let address = format!("http://127.0.0.1:{}/programas.html", server.port);
        browser.go(&address);
        let first = browser.tab();
        let second = browser.new_tab();
        browser.go(&address);
        Self {
            browser,
            names: [first, second],
        }
    }

    /// Pasa a una de las dos.
    fn on(&self, which: usize) -> &Browser {
        self.browser.switch(&self.names[which]);
        self.browser
    }

    /// Espera a que el programa que se ve en esta pestaña empiece así.
    fn starts(&self, which: usize, text: &str) {
        self.on(which).wait(&format!(
            "[...document.querySelectorAll('[data-programa=saluda] :is(pre:not([hidden]) code, .cm-content)')]\
             .at(-1).textContent.startsWith(`{text}`)"
        ));
    }
}

const ENDED: &str = "document.querySelector('[data-programa=saluda] .estado:is(.bien, .mal)')";

#[test]
fn lo_que_se_escribe_en_una_se_ve_y_se_ejecuta_en_la_otra() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Course::new();
    course.write("book/programas.md", CHAPTER);
    course.append("book/SUMMARY.md", "[Programas](programas.md)\n");
    let server = Server::start(&course, free_port());
    let tabs = Tabs::open(&browser, &server);

    // Se edita en la segunda; la primera lo enseña, lo anuncia y ejecuta eso mismo.
    tabs.on(1).click("[data-programa=saluda] .editar");
    browser.wait("document.activeElement?.matches('[data-programa=saluda] .cm-content')");
    browser.paste(
        "// mío\n#include <stdio.h>\n\
         __attribute__((constructor)) static void before(void) { puts(\"¡Cambiado!\"); }\n",
    );
    tabs.starts(0, "// mío");
    assert!(
        browser
            .text("[data-programa=saluda] .nota")
            .contains("Tu versión")
    );
    assert!(
        browser
            .text(".tus-cambios")
            .contains("Has cambiado un programa")
    );
    browser.click("[data-programa=saluda] .ejecutar");
    browser.wait(ENDED);
    assert!(
        browser
            .text("[data-programa=saluda] .salida")
            .contains("¡Cambiado!")
    );
    // Lo ejecutado es de cada una: la otra no ha pedido nada.
    assert_eq!(
        tabs.on(1).eval(&format!("{ENDED} === null")),
        true,
        "la segunda no ha ejecutado nada"
    );

    // Las dos con el editor abierto: lo escrito llega también ahí, y el cursor no se pierde.
    tabs.on(0).click("[data-programa=saluda] .editar");
    browser.wait("document.activeElement?.matches('[data-programa=saluda] .cm-content')");
    browser.paste("// de la primera\n");
    tabs.starts(1, "// de la primera");
    browser.click("[data-programa=saluda] .cm-line:last-child");
    browser.paste("// de la segunda\n");
    tabs.on(0).wait(
        "document.querySelector('[data-programa=saluda] .cm-content').textContent.includes('// de la segunda')",
    );

    // Se restaura en una y se restaura en las dos; y lo descartado se puede recuperar.
    browser.click("[data-programa=saluda] .restaurar");
    tabs.starts(1, "#include");
    tabs.on(0).click("[data-programa=saluda] .restaurar");
    tabs.starts(1, "// de la primera");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn cada_una_ejecuta_y_para_lo_suyo() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Course::new();
    course.write("book/programas.md", CHAPTER);
    course.append("book/SUMMARY.md", "[Programas](programas.md)\n");
    let server = Server::start(&course, free_port());
    let tabs = Tabs::open(&browser, &server);
    let printed = "document.querySelector('[data-programa=eterno] .stdout')?.innerText";

    let pids = [0, 1].map(|which| {
        tabs.on(which).click("[data-programa=eterno] .ejecutar");
        let pid = browser.wait(printed);
        pid.as_str().unwrap().to_owned()
    });
    assert_ne!(pids[0], pids[1]);
    tabs.on(0).click("[data-programa=eterno] .parar");
    browser.wait("document.querySelector('[data-programa=eterno] .estado.mal')");
    gone(&pids[0]);

    // El de la otra sigue: pararlo todavía es cosa suya.
    let running = "!document.querySelector('[data-programa=eterno] .parar').hidden";
    assert_eq!(tabs.on(1).eval(running), true);
    browser.click("[data-programa=eterno] .parar");
    browser.wait("document.querySelector('[data-programa=eterno] .estado.mal')");
    gone(&pids[1]);
}
