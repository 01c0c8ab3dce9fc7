//! Pedir ejecuciones al servidor como las pide una página.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use super::Course;
use super::server::{DEADLINE, Server};

/// Lo que una página sabe para pedir una ejecución.
pub struct Reader<'a> {
    server: &'a Server,
    pub token: String,
}

/// Una ejecución en marcha, según la cuenta el servidor.
pub struct Run {
    lines: BufReader<TcpStream>,
    pub status: String,
}

impl<'a> Reader<'a> {
    /// Abre una página del libro.
    pub fn open(server: &'a Server) -> Self {
        let page = server.get("/muestra.html");
        let token = page
            .split("name=\"taller-token\" content=\"")
            .nth(1)
            .unwrap();
        let token = token.split('"').next().unwrap().to_owned();
        Self { server, token }
    }

    /// Las cabeceras que manda un navegador.
    pub fn headers(&self) -> Vec<(String, String)> {
        let host = format!("127.0.0.1:{}", self.server.port);
        [
            ("Origin", format!("http://{host}")),
            ("Host", host),
            ("Sec-Fetch-Site", "same-origin".into()),
            ("Content-Type", "application/json".into()),
            ("X-Taller-Token", self.token.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// Pide ejecutar un programa y espera a las cabeceras de la respuesta.
    pub fn run(&self, language: &str, code: &str) -> Run {
        let body = json!({ "language": language, "code": code }).to_string();
        self.post(&self.headers(), &body)
    }

    /// Pide explorar un programa y espera a las cabeceras de la respuesta.
    pub fn explore(&self, language: &str, code: &str) -> Run {
        let body = json!({ "language": language, "code": code }).to_string();
        self.post_to("explorar", &self.headers(), &body)
    }

    pub fn post(&self, headers: &[(String, String)], body: &str) -> Run {
        self.post_to("ejecutar", headers, body)
    }

    /// Pide una de las acciones de la página.
    pub fn post_to(&self, action: &str, headers: &[(String, String)], body: &str) -> Run {
        let mut request = format!("POST /_taller/{action} HTTP/1.1\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!(
            "Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ));
        let mut stream = self.server.connect();
        stream.write_all(request.as_bytes()).unwrap();
        Run::read(stream)
    }
}

impl Run {
    pub fn read(stream: TcpStream) -> Self {
        let mut lines = BufReader::new(stream);
        let mut status = String::new();
        lines.read_line(&mut status).unwrap();
        let mut header = String::new();
        while lines.read_line(&mut header).unwrap() > 2 {
            header.clear();
        }
        Self {
            lines,
            status: status.trim().to_owned(),
        }
    }

    /// La noticia siguiente; `None` si la respuesta acabó.
    pub fn next(&mut self) -> Option<Value> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            // Entre líneas viajan las longitudes de los trozos de HTTP.
            if line.starts_with('{') {
                return Some(serde_json::from_str(&line).unwrap());
            }
        }
    }

    /// Espera a que el programa escriba una línea entera y la devuelve.
    pub fn first_line(&mut self) -> String {
        let mut text = String::new();
        while !text.contains('\n') {
            let news = self.next().expect("el programa no escribió nada");
            assert_ne!(news["event"], "end", "{news}");
            if news["event"] == "output" {
                text.push_str(news["text"].as_str().unwrap());
            }
        }
        text
    }

    /// Todo lo que queda por contar.
    pub fn rest(mut self) -> Story {
        let mut story = Story::default();
        while let Some(news) = self.next() {
            let text = news["text"].as_str().unwrap_or_default();
            for one in news["explanations"].as_array().into_iter().flatten() {
                story
                    .explained
                    .push(one["name"].as_str().unwrap().to_owned());
            }
            match (news["event"].as_str().unwrap(), news["stream"].as_str()) {
                ("output", Some("stdout")) => story.stdout.push_str(text),
                ("output", _) => story.stderr.push_str(text),
                ("diagnostics", _) => story.diagnostics.push_str(text),
                ("end", _) => story.end = news,
                ("explored", _) => story.steps = news["steps"].clone(),
                (event, _) => {
                    story.cached |= news["cached"] == true;
                    story.phases.push(event.to_owned());
                }
            }
        }
        story
    }
}

/// Una ejecución entera.
#[derive(Debug, Default)]
pub struct Story {
    pub phases: Vec<String>,
    pub cached: bool,
    pub stdout: String,
    pub stderr: String,
    pub diagnostics: String,
    /// Los nombres de lo que se explica.
    pub explained: Vec<String>,
    pub end: Value,
    /// Lo que encontró una exploración.
    pub steps: Value,
}

impl Story {
    pub fn summary(&self) -> &str {
        self.end["summary"].as_str().unwrap_or("no hubo final")
    }
}

/// Espera a que dejen de existir esos procesos.
pub fn gone(pids: &str) {
    let start = Instant::now();
    for pid in pids.split_whitespace() {
        assert!(pid.parse::<u32>().is_ok(), "no es un PID: {pid}");
        let path = format!("/proc/{pid}");
        while Path::new(&path).exists() {
            assert!(start.elapsed() < DEADLINE, "el proceso {pid} sigue vivo");
            std::thread::yield_now();
        }
    }
}

/// Los programas de ese curso que siguen en marcha, por su ejecutable: sus PID pueden
/// ser los que les dice el explorador, o los de otro dentro de un momento.
pub fn running_from(course: &Course) -> Vec<PathBuf> {
    let Ok(programs) = course.path("target/taller").canonicalize() else {
        // Todavía no se ha compilado ninguno.
        return Vec::new();
    };
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|entry| fs::read_link(entry.path().join("exe")).ok())
        .filter(|program| program.starts_with(&programs))
        .collect()
}

/// Espera a que no quede ninguno.
pub fn nothing_left(course: &Course) {
    let start = Instant::now();
    loop {
        let left = running_from(course);
        if left.is_empty() {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "siguen en marcha: {left:?}");
        std::thread::yield_now();
    }
}
