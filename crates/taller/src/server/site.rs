//! El libro en memoria, y la respuesta a cada dirección.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Context, Result};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Response, StatusCode, Uri, header};
use percent_encoding::percent_decode_str;

use super::{Service, Token, guard, media};
use crate::book::page::Page;

/// Lo que se añade a cada página para que se recargue sola y se puedan ejecutar sus
/// programas: el guion, y un estilo que cambia lo grabado por lo vivo.
const LIVE: &str = "<script src=\"/_taller/vivo.js\" defer></script>\n\
     <style>.solo-grabado { display: none; } .ejecutable > .barra { min-height: 44px; }</style>\n";

/// Un libro entero, en memoria.
#[derive(Debug, Default, PartialEq)]
pub struct Site {
    files: HashMap<String, File>,
}

#[derive(Debug, PartialEq)]
struct File {
    bytes: Bytes,
    media: &'static str,
    /// La política de contenido de una página; `None` si no es una página.
    policy: Option<HeaderValue>,
}

impl Site {
    /// Lee el libro construido en `folder`; sus páginas llevarán `token`.
    ///
    /// # Errores
    /// Si no se puede leer algún fichero.
    pub fn read(folder: &Path, token: &Token) -> Result<Self> {
        let live = format!("{}{LIVE}</head>", token.tag());
        let mut files = HashMap::new();
        for path in crate::book::files(folder)? {
            let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
            let bytes =
                fs::read(&path).with_context(|| format!("no se puede leer {}", path.display()))?;
            files.insert(name, File::new(&path, bytes, &live)?);
        }
        Ok(Self { files })
    }

    /// El fichero de la dirección `path`, que empieza por `/`.
    fn find(&self, path: &str) -> Option<&File> {
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let name = path.strip_prefix('/')?;
        match name {
            "" => self.files.get("index.html"),
            folder if folder.ends_with('/') => self.files.get(&format!("{folder}index.html")),
            name => self.files.get(name),
        }
    }
}

impl File {
    fn new(path: &Path, bytes: Vec<u8>, live: &str) -> Result<Self> {
        let media = media::of(path);
        if media != media::HTML {
            return Ok(Self {
                bytes: bytes.into(),
                media,
                policy: None,
            });
        }
        let html = String::from_utf8(bytes)
            .with_context(|| format!("{} no es texto UTF-8", path.display()))?;
        let policy = guard::policy(&Page::read(&html).inline_scripts)?;
        let html = html.replacen("</head>", live, 1);
        Ok(Self {
            bytes: html.into(),
            media,
            policy: Some(policy),
        })
    }
}

/// Dónde está el libro que se sirve; se cambia de golpe al reconstruir.
#[derive(Debug)]
pub struct Shelf(RwLock<Arc<Site>>);

impl Shelf {
    /// Con un primer libro.
    pub fn new(site: Site) -> Self {
        Self(RwLock::new(Arc::new(site)))
    }

    /// Cambia el libro; `false` si el nuevo es igual.
    pub fn replace(&self, site: Site) -> bool {
        if *self.current() == site {
            return false;
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
        true
    }

    fn current(&self) -> Arc<Site> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Responde a una dirección del libro.
pub async fn page(State(service): State<Arc<Service>>, uri: Uri) -> Response<Body> {
    let site = service.shelf.current();
    match site.find(uri.path()) {
        Some(file) => answer(StatusCode::OK, file),
        None => match site.files.get("404.html") {
            Some(file) => answer(StatusCode::NOT_FOUND, file),
            None => guard::refuse(StatusCode::NOT_FOUND, "Aquí no hay ninguna página."),
        },
    }
}

/// Responde a quien intenta algo que no es leer.
pub async fn only_reading() -> Response<Body> {
    guard::refuse(
        StatusCode::METHOD_NOT_ALLOWED,
        "Este servidor solo deja leer.",
    )
}

fn answer(status: StatusCode, file: &File) -> Response<Body> {
    let mut response = Response::new(Body::from(file.bytes.clone()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media));
    if let Some(policy) = &file.policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        // La página lleva la contraseña de este arranque: no se guarda en ningún sitio.
        let never = HeaderValue::from_static("no-store");
        headers.insert(header::CACHE_CONTROL, never);
    }
    response
}
