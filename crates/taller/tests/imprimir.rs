//! El libro en papel: se lee igual aunque en pantalla se leyera de noche, no lleva botones
//! que nadie puede pulsar y las respuestas plegadas salen enteras.

mod common;

use common::Course;
use common::axe::{Rules, violations};
use common::browser::Browser;
use common::share::share;

/// Lo claro que es un color, de 0 (negro) a 1 (blanco).
const LIGHTNESS: &str = "((css) => {
  const [r, g, b] = getComputedStyle(document.querySelector(css)).color.match(/[\\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
})";

const CHAPTER: &str = "# Impreso\n\n\
    Un párrafo con un [enlace](muestra.md).\n\n\
    ```rust\nfn main() {} // un comentario\n```\n\n\
    <details class=\"respuesta\">\n<summary>¿Y bien?</summary>\n\n\
    La respuesta, <span id=\"respondido\">entera</span>.\n\n</details>\n";

#[test]
fn leido_de_noche_se_imprime_de_dia() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = Course::new();
    course.write("book/impreso.md", CHAPTER);
    course.append("book/SUMMARY.md", "[Impreso](impreso.md)\n");
    let finished = course.run(&["construir"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let port = share(&course.path("target/libro"));
    browser.go(&format!("http://127.0.0.1:{port}/curso/impreso.html"));
    browser.eval("document.getElementById('mdbook-theme-navy').click()");
    let lightness = |css: &str| browser.eval(&format!("{LIGHTNESS}('{css}')")).as_f64();
    assert!(lightness("main h1") > Some(0.7), "de noche, letra clara");
    let visible = |css: &str| {
        let found = format!(
            "[...document.querySelectorAll('{css}')].filter((e) => e.checkVisibility({{ contentVisibilityAuto: true }})).length"
        );
        browser.eval(&found)
    };
    assert_eq!(visible("#respondido"), 0);

    browser.as_printed();

    for css in ["main h1", "main p", "main pre code", "main .hljs-comment"] {
        assert!(lightness(css) < Some(0.45), "{css} no se ve en papel");
    }
    assert_eq!(violations(&browser, Rules::Colour), Vec::<String>::new());
    assert_eq!(visible("button"), 0);
    assert_eq!(visible("#respondido"), 1);
    // Lo largo se parte en vez de salirse.
    assert_eq!(
        browser.eval("getComputedStyle(document.querySelector('pre code')).whiteSpace"),
        "pre-wrap"
    );
}
