//! `taller servir`, como proceso de verdad, para las pruebas.

// Cada fichero de pruebas usa solo una parte.
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

use super::Course;

/// Plazo para cualquier respuesta; agotarlo es un fallo, no una espera.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Un servidor en marcha; se le mata si la prueba se olvida de él.
pub struct Server {
    pub child: Child,
    output: BufReader<ChildStdout>,
    pub port: u16,
    /// Lo que dijo al arrancar.
    pub greeting: String,
    pub temporary: TempDir,
}

impl Server {
    pub fn start(course: &Course, port: u16) -> Self {
        Self::launch(course.command(), port)
    }

    /// `command` es la orden `taller`, todavía sin decir cuál.
    pub fn launch(command: Command, port: u16) -> Self {
        Self::launch_in(tempfile::tempdir().unwrap(), command, port)
    }

    /// Lo mismo, con una carpeta temporal que ya han usado otros.
    pub fn launch_in(temporary: TempDir, mut command: Command, port: u16) -> Self {
        let mut child = command
            .args(["servir", "--sin-abrir", "--puerto", &port.to_string()])
            .env("TMPDIR", temporary.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut greeting = String::new();
        while !greeting.contains("Ctrl-C") {
            assert_ne!(
                output.read_line(&mut greeting).unwrap(),
                0,
                "terminó: {greeting}"
            );
        }
        let address = greeting.split("http://127.0.0.1:").nth(1).unwrap();
        let port = address.split('/').next().unwrap().parse().unwrap();
        Self {
            child,
            output,
            port,
            greeting,
            temporary,
        }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream
    }

    /// La respuesta entera a una petición escrita a mano.
    pub fn ask(&self, method: &str, path: &str, headers: &str) -> String {
        let mut stream = self.connect();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn get(&self, path: &str) -> String {
        self.ask("GET", path, &format!("Host: 127.0.0.1:{}\r\n", self.port))
    }

    pub fn news(&self) -> News {
        self.news_of("")
    }

    /// Las novedades de una página que enseña el ejercicio de `step`.
    pub fn news_about(&self, step: &str) -> News {
        self.news_of(&format!("?paso={step}"))
    }

    fn news_of(&self, query: &str) -> News {
        let mut stream = self.connect();
        write!(
            stream,
            "GET /_taller/novedades{query} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
            self.port
        )
        .unwrap();
        News(BufReader::new(stream))
    }

    /// Le pide que termine; devuelve su código y lo último que dijo.
    pub fn stop(&mut self, signal: Signal) -> (Option<i32>, String) {
        kill(Pid::from_raw(self.child.id().cast_signed()), signal).unwrap();
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }

    /// La carpeta temporal que ha usado, tal como la deja.
    pub fn leave_temporary(&mut self) -> TempDir {
        std::mem::replace(&mut self.temporary, tempfile::tempdir().unwrap())
    }

    /// Los bytes de una respuesta buena, cabeceras incluidas.
    pub fn weigh(&self, path: &str, headers: &str) -> usize {
        let mut stream = self.connect();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{path}");
        answer.len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Las novedades que recibe una página abierta.
pub struct News(BufReader<TcpStream>);

impl News {
    /// La siguiente sobre el libro.
    pub fn next(&mut self) -> serde_json::Value {
        self.next_about("")
    }

    /// La siguiente de esa clase: `curso`, `ejercicio` o, sin nombre, el libro.
    pub fn next_about(&mut self, wanted: &str) -> serde_json::Value {
        let mut kind = String::new();
        loop {
            let mut line = String::new();
            assert_ne!(
                self.0.read_line(&mut line).unwrap(),
                0,
                "se cortaron las novedades"
            );
            if let Some(name) = line.strip_prefix("event: ") {
                name.trim().clone_into(&mut kind);
            } else if let Some(data) = line.strip_prefix("data: ")
                && kind == wanted
            {
                return serde_json::from_str(data).unwrap();
            } else if line.trim().is_empty() {
                kind.clear();
            }
        }
    }

    /// La primera de esa clase que cumple `holds`.
    pub fn until(
        &mut self,
        wanted: &str,
        holds: impl Fn(&serde_json::Value) -> bool,
    ) -> serde_json::Value {
        loop {
            let news = self.next_about(wanted);
            if holds(&news) {
                return news;
            }
        }
    }
}

/// Espera a que no quede nada en esa carpeta.
pub fn until_empty(folder: &Path) {
    let start = Instant::now();
    loop {
        let left: Vec<_> = fs::read_dir(folder).unwrap().collect();
        if left.is_empty() {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "quedan: {left:?}");
        std::thread::yield_now();
    }
}

/// Un puerto que estaba libre hace un instante.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}
