//! Lo que pesa la primera página del libro de verdad, comprimida, tal como la entrega el
//! servidor: el texto, los estilos, los guiones, las letras y los dibujos que carga.

mod common;

use std::collections::BTreeSet;

use common::Course;
use common::browser::Browser;
use common::server::{Server, free_port};

const LIMIT: usize = 200_000;

/// Lo que nombra la página y se carga al abrirla, y ella misma.
fn loaded(server: &Server) -> BTreeSet<String> {
    let page = server.get("/index.html");
    let names = page.split(['"', '\'']).filter(|name| {
        [".css", ".js", ".svg", ".woff2"]
            .iter()
            .any(|end| name.ends_with(end))
            // El buscador y el editor solo se piden al usarlos.
            && !["searchindex", "editor-"].iter().any(|lazy| name.contains(lazy))
    });
    names
        .map(|name| format!("/{}", name.trim_start_matches('/')))
        .chain(["/index.html".to_owned()])
        .collect()
}

#[test]
fn la_primera_pagina_pesa_menos_de_200_kb() {
    let server = Server::start(&Course::real(), free_port());
    let headers = format!(
        "Host: 127.0.0.1:{}\r\nAccept-Encoding: gzip\r\n",
        server.port
    );

    let mut weights: Vec<(usize, String)> = loaded(&server)
        .into_iter()
        .map(|path| (server.weigh(&path, &headers), path))
        .collect();

    weights.sort_by(|one, other| other.cmp(one));
    for (bytes, path) in &weights {
        println!("{bytes:>8}  {path}");
    }
    let total: usize = weights.iter().map(|(bytes, _)| bytes).sum();
    println!("{total:>8}  en total, de {LIMIT}");
    assert!(weights.len() > 15, "falta algo por contar: {weights:?}");
    assert!(total < LIMIT, "{total} bytes: {weights:?}");
}

#[test]
fn el_navegador_no_pide_nada_que_no_se_haya_pesado() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let server = Server::start(&Course::real(), free_port());
    let root = format!("http://127.0.0.1:{}", server.port);

    browser.go(&format!("{root}/index.html"));
    browser.wait("document.querySelector('.progreso-curso li')");

    let asked = browser.requested();
    let files = asked
        .iter()
        .filter_map(|address| address.strip_prefix(&root))
        // Las noticias del curso llegan por una conexión que queda abierta.
        .filter(|path| !path.starts_with("/_taller/novedades"));
    let weighed = loaded(&server);
    let forgotten: Vec<&str> = files.filter(|path| !weighed.contains(*path)).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
    assert!(asked.len() > 15, "{asked:?}");
}
