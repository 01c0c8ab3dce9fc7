//! El tipo de cada fichero del libro y si merece la pena comprimirlo.

use std::path::Path;

use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// El tipo de una página.
pub const HTML: &str = "text/html; charset=utf-8";

/// El tipo de una respuesta que lee un guion.
pub const JSON: &str = "application/json";

/// El tipo de lo que se cuenta línea a línea, según pasa.
pub const LINES: &str = "application/x-ndjson";

/// El tipo de contenido de `path`, según su extensión.
pub fn of(path: &Path) -> &'static str {
    match path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => JSON,
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// Lo que ya va comprimido, y los avisos, que deben salir al momento, se dejan como están.
pub fn worth_compressing() -> impl Predicate {
    SizeAbove::new(512)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::SSE)
        .and(NotForContentType::const_new(LINES))
        .and(NotForContentType::const_new("font/"))
}
