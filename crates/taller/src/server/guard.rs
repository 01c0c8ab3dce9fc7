//! Quién puede preguntar y qué puede hacer una página.
//!
//! Escuchar en 127.0.0.1 no basta: una página de fuera puede hacer que su propio
//! nombre apunte aquí (DNS rebinding). Por eso se exige el `Host` exacto.

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use axum::middleware::Next;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Service;
use super::peer::Peer;

/// Las cabeceras de todas las respuestas.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-cache"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// Deja pasar solo a quien lanzó el libro y llama al servidor por su nombre.
pub async fn check(
    State(service): State<Arc<Service>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let mut response = if !peer.trusted {
        let text =
            "Este libro lo ha abierto otra persona de esta máquina. Abre el tuyo con «cargo run».";
        refuse(StatusCode::FORBIDDEN, text)
    } else if asks_for_us(request.headers(), service.port) {
        next.run(request).await
    } else {
        let text = format!(
            "Este servidor solo responde a http://127.0.0.1:{} y a http://localhost:{0}.",
            service.port
        );
        refuse(StatusCode::MISDIRECTED_REQUEST, &text)
    };
    for (name, value) in HEADERS {
        let headers = response.headers_mut();
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Si el único `Host` es exactamente el nuestro.
fn asks_for_us(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    ["127.0.0.1", "localhost"]
        .iter()
        .any(|name| host.as_bytes() == format!("{name}:{port}").as_bytes())
}

/// Una negativa corta, en español.
pub fn refuse(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(format!("{text}\n")));
    *response.status_mut() = status;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    response
}

/// La política de una página: nada de fuera, y de los guiones escritos dentro de
/// ella, solo los que puso el libro.
///
/// # Errores
/// Nunca con huellas; solo si no se pudiera escribir como cabecera.
pub fn policy(inline_scripts: &[String]) -> Result<HeaderValue> {
    let mut scripts = String::from("'self'");
    for script in inline_scripts {
        let digest = STANDARD.encode(Sha256::digest(script.as_bytes()));
        // Escribir en un String no falla.
        let _ = write!(scripts, " 'sha256-{digest}'");
    }
    // Los estilos en línea los ponen los guiones de mdBook al mover sus menús.
    let policy = format!(
        "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; \
         base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
    );
    HeaderValue::from_str(&policy).context("la política de contenido no cabe en una cabecera")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solo_vale_el_nombre_exacto() {
        let asks = |hosts: &[&str]| {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append(header::HOST, HeaderValue::from_str(host).unwrap());
            }
            asks_for_us(&headers, 3210)
        };

        assert!(asks(&["127.0.0.1:3210"]));
        assert!(asks(&["localhost:3210"]));
        for wrong in [
            "127.0.0.1",
            "127.0.0.1:3211",
            "malo.example:3210",
            "127.0.0.1:3210.malo",
            "",
        ] {
            assert!(!asks(&[wrong]), "{wrong}");
        }
        assert!(!asks(&[]));
        assert!(!asks(&["127.0.0.1:3210", "malo.example"]));
    }

    #[test]
    fn la_politica_lleva_la_huella_de_cada_guion() {
        let policy = policy(&[String::from("alert(1)")]).unwrap();

        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let expected = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(policy.to_str().unwrap().contains(expected), "{policy:?}");
    }
}
