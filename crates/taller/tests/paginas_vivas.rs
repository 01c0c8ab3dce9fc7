//! El libro en un navegador de verdad: leer, ejecutar, parar, editar y volver atrás.

mod common;

use common::Course;
use common::browser::{Browser, ENTER, ESCAPE, TAB};
use common::runs::gone;
use common::server::{Server, free_port};
use common::share::share;

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
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <unistd.h>
int main(void) {
    printf("%d\n", getpid());
    fflush(stdout);
    for (;;) { }
}
```

```rust,ejecutable=en_rust
# // Esta línea está oculta.
fn main() {
    println!("desde Rust");
}
```

```text,salida
123
```
"#;

/// Un curso con programas, servido.
fn serve() -> (Course, Server) {
    let course = Course::new();
    course.write("book/programas.md", CHAPTER);
    course.append("book/SUMMARY.md", "[Programas](programas.md)\n");
    let server = Server::start(&course, free_port());
    (course, server)
}

fn page(server: &Server, name: &str) -> String {
    format!("http://127.0.0.1:{}/{name}.html", server.port)
}

/// Una expresión sobre lo que hay dentro del programa `name`.
fn inside(name: &str, css: &str) -> String {
    format!("[data-programa={name}] {css}")
}

fn ended(name: &str) -> String {
    format!(
        "document.querySelector(`{}`)?.innerText",
        inside(name, ".estado:is(.bien, .mal)")
    )
}

fn output(browser: &Browser, name: &str) -> String {
    browser.text(&inside(name, ".salida"))
}

/// Nada se ha quejado y nada ha salido de esta máquina.
fn quiet(browser: &Browser) {
    assert_eq!(browser.console(), Vec::<String>::new());
    let asked = browser.requested();
    assert!(!asked.is_empty());
    for address in asked {
        let ours = [
            "http://127.0.0.1:",
            "file:///",
            "data:",
            "blob:",
            "chrome://",
        ];
        assert!(
            ours.iter().any(|start| address.starts_with(start)),
            "{address}"
        );
    }
}

#[test]
fn se_ejecuta_y_un_bucle_sin_fin_se_para() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (_course, server) = serve();
    browser.go(&page(&server, "programas"));

    browser.click(&inside("saluda", ".ejecutar"));
    let state = browser.wait(&ended("saluda"));
    assert!(
        state
            .as_str()
            .unwrap()
            .starts_with("✓ Terminó bien (código 0). Compilado en "),
        "{state}"
    );
    // Las dos salidas se distinguen también sin ver los colores.
    let said = output(&browser, "saluda");
    assert!(
        said.contains("¡Hola!") && said.contains("errores un aviso"),
        "{said}"
    );
    assert_eq!(
        browser.text(&inside("saluda", ".stderr")).trim(),
        "un aviso"
    );

    browser.click(&inside("eterno", ".ejecutar"));
    let pid = browser.wait(&format!(
        "document.querySelector(`{}`)?.innerText",
        inside("eterno", ".stdout")
    ));
    browser.click(&inside("eterno", ".parar"));
    let state = browser.wait(&ended("eterno"));
    assert_eq!(state, "■ Parado: no queda nada suyo en marcha.");
    gone(pid.as_str().unwrap());
    // Se puede volver a empezar.
    assert_eq!(
        browser.eval(&format!(
            "document.querySelector(`{}`).hidden",
            inside("eterno", ".ejecutar")
        )),
        false
    );

    browser.click(&inside("en_rust", ".ejecutar"));
    browser.wait(&ended("en_rust"));
    assert_eq!(output(&browser, "en_rust").trim(), "desde Rust");
    quiet(&browser);
}

#[test]
fn irse_de_la_pagina_para_el_programa() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (_course, server) = serve();
    browser.go(&page(&server, "programas"));
    browser.click(&inside("eterno", ".ejecutar"));
    let pid = browser.wait(&format!(
        "document.querySelector(`{}`)?.innerText",
        inside("eterno", ".stdout")
    ));

    browser.go(&page(&server, "cierre"));

    gone(pid.as_str().unwrap());
}

#[test]
fn lo_que_se_escribe_sobrevive_y_se_puede_volver_atras() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (_course, server) = serve();
    browser.go(&page(&server, "programas"));
    let visible = |css: &str| {
        format!(
            "document.querySelector(`{}`)?.checkVisibility()",
            inside("saluda", css)
        )
    };
    assert_eq!(browser.eval(&visible(".restaurar")), false);
    assert_eq!(
        browser
            .requested()
            .iter()
            .filter(|a| a.contains("editor-codemirror"))
            .count(),
        0
    );

    browser.click(&inside("saluda", ".editar"));
    browser.wait(&visible(".cm-content"));
    browser.write("#define LETRA 'x'\n");
    browser.wait(&format!(
        "document.querySelector(`{}`).classList.contains('modificado')",
        inside("saluda", "").trim()
    ));
    browser.reload();

    // Está en la página sin abrir el editor, y es lo que se ejecuta.
    browser.wait(&visible(".restaurar"));
    assert!(
        browser
            .text(&inside("saluda", "code"))
            .starts_with("#define LETRA 'x'")
    );
    assert!(
        browser
            .text(&inside("saluda", ".nota"))
            .contains("Tu versión")
    );
    browser.go(&page(&server, "cierre"));
    assert!(
        browser
            .text(".tus-cambios")
            .contains("Has cambiado un programa del libro.")
    );
    browser.go(&page(&server, "programas"));

    browser.click(&inside("saluda", ".restaurar"));
    assert!(
        browser
            .text(&inside("saluda", "code"))
            .starts_with("#include")
    );
    assert_eq!(
        browser.text(&inside("saluda", ".restaurar .rotulo")),
        "Recuperar lo mío"
    );
    browser.click(&inside("saluda", ".restaurar"));
    assert!(
        browser
            .text(&inside("saluda", "code"))
            .starts_with("#define LETRA")
    );

    browser.click(".restaurar-todos");
    browser.accept();
    assert!(
        browser
            .text(&inside("saluda", "code"))
            .starts_with("#include")
    );
    assert_eq!(
        browser.eval("Object.keys(localStorage).filter((c) => c.startsWith('taller:')).length"),
        0
    );
    quiet(&browser);
}

#[test]
fn todo_se_puede_hacer_con_el_teclado() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (_course, server) = serve();
    browser.go(&page(&server, "programas"));
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

    focus_on(&inside("saluda", ".ejecutar"));
    browser.press(&[ENTER]);
    browser.wait(&ended("saluda"));
    focus_on(&inside("saluda", ".editar"));
    browser.press(&[ENTER]);
    browser.wait(&format!(
        "document.activeElement?.matches(`{}`)",
        inside("saluda", ".cm-content")
    ));
    // Dentro, Tab sangra y las flechas mueven el cursor: no cambian de capítulo.
    browser.press(&["/", "/", TAB, "\u{e012}", "\u{e014}", "s", ENTER]);
    let address = page(&server, "programas");
    assert_eq!(browser.eval("location.href"), address.as_str());
    browser.press_with_control(ENTER);
    browser.wait(&ended("saluda"));
    assert!(output(&browser, "saluda").contains("¡Hola!"));
    // Y se sale: Escape y después Tab.
    browser.press(&[ESCAPE, TAB]);
    browser.wait(&format!(
        "!document.activeElement.closest(`{}`)",
        inside("saluda", ".editor")
    ));
    quiet(&browser);
}

#[test]
fn en_un_telefono_cabe_todo() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let (_course, server) = serve();
    browser.narrow(320);
    browser.go(&page(&server, "programas"));
    browser.click(&inside("saluda", ".ejecutar"));
    browser.wait(&ended("saluda"));
    browser.click(&inside("saluda", ".editar"));
    browser.wait(&format!(
        "document.querySelector(`{}`)",
        inside("saluda", ".cm-content")
    ));

    assert_eq!(browser.eval("innerWidth"), 320);
    assert_eq!(
        browser.eval("document.scrollingElement.scrollWidth <= 320"),
        true
    );
    let outside = "[...document.querySelectorAll('.barra button, .estado, .cuerpo > *, .editor')]\
                   .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 320).length";
    assert_eq!(browser.eval(outside), 0);
}

#[test]
fn sin_servidor_quedan_las_salidas_y_ningun_boton() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Course::new();
    course.write("book/programas.md", CHAPTER);
    course.append("book/SUMMARY.md", "[Programas](programas.md)\n");
    assert_eq!(course.run(&["construir"]).code, Some(0));
    let port = share(&course.path("target/libro"));

    browser.go(&format!("http://127.0.0.1:{port}/curso/programas.html"));

    assert_eq!(
        browser.eval("document.querySelectorAll('.barra button').length"),
        0
    );
    assert!(browser.text(".salida-grabada").contains("¡Hola!"));
    assert!(browser.text(".solo-grabado").contains("cargo run"));
    quiet(&browser);
}

#[test]
fn en_el_libro_real_todo_es_de_aqui_y_nix_funciona() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Course::real();
    let server = Server::start(&course, free_port());
    let pages = course.chapters();
    assert!(pages.len() > 10, "{pages:?}");
    for name in &pages {
        browser.go(&page(&server, name.trim_end_matches(".html")));
        browser.wait("document.readyState === 'complete'");
        quiet(&browser);
    }

    browser.go(&page(&server, "proceso"));
    browser.click(&inside("copia_privada", ".ejecutar"));
    browser.wait(&ended("copia_privada"));

    assert!(output(&browser, "copia_privada").contains("aquí number vale 42"));
    quiet(&browser);
}
