//! Hacer un ejercicio como lo hace una página, pero sin navegador.

use std::io::{Read, Write};

use serde_json::{Value, json};

use super::runs::Reader;
use super::server::Server;

/// Las acciones que hay, con una petición correcta de cada una.
pub const ACTIONS: [(&str, &str); 7] = [
    ("leer", r#"{"step":"eco"}"#),
    ("guardar", r#"{"step":"eco","base":null,"text":"x"}"#),
    ("apartar", r#"{"step":"eco","text":"x"}"#),
    ("corregir", r#"{"step":"eco"}"#),
    ("parar", r#"{"step":"eco"}"#),
    ("reiniciar", r#"{"step":"eco"}"#),
    ("pista", r#"{"step":"eco","level":1}"#),
];

/// Una página abierta.
pub struct Page<'a> {
    server: &'a Server,
    pub headers: Vec<(String, String)>,
}

/// Lo que contesta el servidor.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

impl<'a> Page<'a> {
    pub fn open(server: &'a Server) -> Self {
        Self {
            server,
            headers: Reader::open(server).headers(),
        }
    }

    pub fn post(&self, action: &str, body: &str) -> Reply {
        self.post_with(&self.headers, action, body)
    }

    pub fn post_with(&self, headers: &[(String, String)], action: &str, body: &str) -> Reply {
        let mut request = format!("POST /_taller/ejercicio/{action} HTTP/1.1\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!(
            "Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ));
        let mut stream = self.server.connect();
        // A quien se le niega algo puede dejar de escuchar antes de que acabe de pedirlo.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8(answer).unwrap();
        let (head, text) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).unwrap_or_default().parse();
        Reply {
            status: status.unwrap_or_else(|_| panic!("{answer}")),
            text: text.to_owned(),
        }
    }

    pub fn read(&self, step: &str) -> Value {
        let reply = self.post("leer", &json!({ "step": step }).to_string());
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.json()
    }

    pub fn save(&self, step: &str, base: &Value, text: &str) -> Reply {
        let body = json!({ "step": step, "base": base, "text": text });
        self.post("guardar", &body.to_string())
    }
}

/// Si el paso ya está corregido y no se está corrigiendo otra vez.
pub fn settled(news: &Value) -> bool {
    news["grading"].is_null() && !news["report"].is_null() && news["stale"] == false
}

/// Cómo salió cada comprobación de un veredicto.
pub fn outcomes(news: &Value) -> Vec<(String, String)> {
    let checks = news["report"]["verdict"]["checks"].as_array();
    let checks = checks.unwrap_or_else(|| panic!("no hay veredicto: {news}"));
    let text = |check: &Value, key: &str| check[key].as_str().unwrap().to_owned();
    checks
        .iter()
        .map(|check| (text(check, "id"), text(check, "status")))
        .collect()
}
