//! Lo que solo se puede comprobar en un navegador de verdad: que el buscador
//! encuentra las palabras españolas, con tildes o sin ellas.
//!
//! Hace falta Chromium (`apt-get install chromium`); sin él, la prueba lo dice y
//! no comprueba nada, salvo con `CI=true`, donde eso es un fallo.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use common::{Course, only};

/// Cada búsqueda y el texto que debe quedar marcado en alguno de sus resultados.
const PROBES: [(&str, &str); 32] = [
    ("pagina", "página"),
    ("página", "página"),
    ("paginas", "página"),
    ("PÁGINAS", "página"),
    ("pagi", "página"),
    ("sincronizacion", "sincronización"),
    ("sincronización", "sincronización"),
    ("sincronizaciones", "sincronización"),
    ("sincroniz", "sincronización"),
    ("semaforo", "semáforos"),
    ("semáforo", "semáforos"),
    ("indice", "índice"),
    ("índices", "índice"),
    ("ultimo", "Última"),
    ("última", "Última"),
    ("menu", "menú"),
    ("menús", "menú"),
    ("ano", "año"),
    ("años", "año"),
    ("comunicacion", "comunicación"),
    ("asi", "Así"),
    ("así", "Así"),
    ("region", "región"),
    ("regiones", "región"),
    ("hijos", "hijo"),
    ("proces", "procesos"),
    ("mmap(2)", "mmap(2)"),
    ("MAP_SHARED", "MAP_SHARED"),
    ("malloc", "malloc"),
    ("la región", "región"),
    ("luz", "luces"),
    ("luces", "luz"),
];

/// Una página que busca todo eso con los ficheros del libro y escribe lo marcado.
fn harness(book: &Path) -> String {
    let name = |start: &str| {
        let path = only(book, start, ".js");
        path.file_name().unwrap().to_str().unwrap().to_owned()
    };
    let queries: Vec<&str> = PROBES
        .iter()
        .map(|(query, _)| *query)
        .chain(["xyzzy"])
        .collect();
    format!(
        "<!DOCTYPE html><meta charset=utf-8><pre id=r></pre>\
         <script>window.search = {{}};</script>\
         <script src={elasticlunr}></script><script src={index}></script><script>\
         const indice = elasticlunr.Index.load();\
         const encontrado = {{}};\
         for (const busqueda of {queries}) {{\
           const raices = busqueda.split(' ').map((p) => elasticlunr.stemmer(p));\
           encontrado[busqueda] = indice.search(busqueda, window.search.search_options)\
             .flatMap((r) => (r.doc.title + ' ' + r.doc.body).split(/\\s+/))\
             .filter((p) => raices.some((raiz) => elasticlunr.stemmer(p).startsWith(raiz)));\
         }}\
         document.getElementById('r').textContent = JSON.stringify(encontrado);\
         </script>",
        elasticlunr = name("elasticlunr-"),
        index = name("searchindex-"),
        queries = serde_json::to_string(&queries).unwrap(),
    )
}

/// El Chromium de esta máquina, si lo hay.
fn browser() -> Option<&'static str> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.into_iter().find(|name| {
        Command::new(name)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    });
    if found.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "en CI debe haber un navegador"
        );
        eprintln!("OMITIDA: no hay Chromium. Instálalo con: apt-get install chromium");
    }
    found
}

#[test]
fn el_buscador_encuentra_con_tildes_y_sin_ellas() {
    let Some(browser) = browser() else { return };
    let course = Course::new();
    assert_eq!(course.run(&["construir"]).code, Some(0));
    let book = course.path("target/libro");
    let page = book.join("prueba.html");
    fs::write(&page, harness(&book)).unwrap();
    let profile = tempfile::tempdir().unwrap();

    let mut command = Command::new(browser);
    command
        .args([
            "--headless=new",
            "--disable-gpu",
            "--no-first-run",
            "--disable-extensions",
        ])
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()));
    // Chromium no se encierra a sí mismo si lo lanza root, como en un contenedor de CI.
    if fs::metadata(profile.path()).unwrap().uid() == 0 {
        command.arg("--no-sandbox");
    }
    let output = command.output().unwrap();

    let dom = String::from_utf8(output.stdout).unwrap();
    let json = dom
        .split("<pre id=\"r\">")
        .nth(1)
        .and_then(|rest| rest.split("</pre>").next());
    let found: BTreeMap<String, Vec<String>> = serde_json::from_str(
        &json
            .expect(&dom)
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">"),
    )
    .unwrap();
    for (query, expected) in PROBES {
        let words = &found[query];
        assert!(
            words.iter().any(|word| word.contains(expected)),
            "«{query}» no encuentra «{expected}»: {words:?}"
        );
    }
    assert_eq!(found["xyzzy"], Vec::<String>::new());
}
