//! Lo que se ve en la página cuando hay que esperar y cuando el taller no está.

mod common;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use common::Course;
use common::browser::Browser;
use common::runs::nothing_left;
use common::server::{Server, free_port};
use nix::sys::signal::Signal;

/// Escribe una línea y no acaba.
const ENDLESS: &str = "#define _DEFAULT_SOURCE\n#include <stdio.h>\n#include <unistd.h>\n\
                       int main(void) { puts(\"aquí\"); fflush(stdout); for (;;) pause(); }";

const BLOCKS: [&str; 4] = ["uno", "dos", "tres", "cuatro"];

fn course() -> Course {
    let course = Course::new();
    let blocks = BLOCKS.map(|name| {
        format!("```c,ejecutable={name}\n{ENDLESS}\n```\n\n```text,salida\naquí\n```\n")
    });
    course.write(
        "book/programas.md",
        &format!("# Programas\n\n{}", blocks.join("\n")),
    );
    course.append("book/SUMMARY.md", "[Programas](programas.md)\n");
    course
}

fn open(browser: &Browser, server: &Server) {
    browser.go(&format!("http://127.0.0.1:{}/programas.html", server.port));
    browser.wait("document.querySelector('.ejecutable .ejecutar')");
}

fn press(browser: &Browser, name: &str, button: &str) {
    browser.click(&format!("[data-programa={name}] .{button}"));
}

/// Espera a que se diga eso del programa.
fn told(browser: &Browser, name: &str, state: &str) {
    browser.wait_patiently(&format!(
        "document.querySelector('[data-programa={name}] .estado').innerText === '{state}'"
    ));
}

#[test]
fn se_ve_el_sitio_en_la_cola_y_se_avanza() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    let server = Server::start(&course, free_port());
    open(&browser, &server);

    for name in ["uno", "dos"] {
        press(&browser, name, "ejecutar");
        told(&browser, name, "Ejecutando…");
    }
    press(&browser, "tres", "ejecutar");
    told(&browser, "tres", "En la cola: eres el siguiente.");
    press(&browser, "cuatro", "ejecutar");
    told(&browser, "cuatro", "En la cola: hay 1 delante.");

    press(&browser, "uno", "parar");
    told(&browser, "tres", "Ejecutando…");
    told(&browser, "cuatro", "En la cola: eres el siguiente.");
    // También se puede dejar de esperar.
    press(&browser, "cuatro", "parar");
    told(
        &browser,
        "cuatro",
        "■ Parado: no queda nada suyo en marcha.",
    );

    for name in ["dos", "tres"] {
        press(&browser, name, "parar");
    }
    nothing_left(&course);
}

#[test]
fn si_el_taller_se_cierra_se_dice_y_al_volver_todo_sigue_como_estaba() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    let mut server = Server::start(&course, free_port());
    open(&browser, &server);
    press(&browser, "uno", "editar");
    browser.wait("document.activeElement?.matches('[data-programa=uno] .cm-content')");
    browser.paste("// mío\n");
    press(&browser, "uno", "ejecutar");
    browser.wait_patiently(
        "document.querySelector('[data-programa=uno] .salida')?.innerText.includes('aquí')",
    );
    // Con dos salidas a la vista, se sabe cuál es la del libro.
    let own = browser.text("[data-programa=uno] + .salida-grabada .titulo");
    assert_eq!(own, "La salida que trae el libro");

    server.stop(Signal::SIGKILL);

    let notice = browser.wait("document.querySelector('#taller-aviso-vivo')?.innerText");
    let notice = notice.as_str().unwrap();
    assert!(
        notice.contains("«cargo run»") && notice.contains("se recargará sola"),
        "{notice}"
    );
    told(
        &browser,
        "uno",
        "El taller no responde. ¿Lo has cerrado? Vuelve a lanzarlo con «cargo run».",
    );
    press(&browser, "dos", "ejecutar");
    told(
        &browser,
        "dos",
        "El taller no responde. ¿Lo has cerrado? Vuelve a lanzarlo con «cargo run».",
    );
    nothing_left(&course);

    // Otro arranque, con otra contraseña, y sin tocar la página.
    let again = Server::start(&course, server.port);
    assert_eq!(again.port, server.port);
    browser.wait(
        "!document.querySelector('#taller-aviso-vivo') && document.querySelector('[data-programa=uno] .restaurar')",
    );
    assert!(browser.text("[data-programa=uno] pre").contains("// mío"));
    press(&browser, "uno", "ejecutar");
    browser.wait_patiently(
        "document.querySelector('[data-programa=uno] .salida')?.innerText.includes('aquí')",
    );
    press(&browser, "uno", "parar");
    nothing_left(&course);
}

/// Mientras el taller no está, en su puerto puede contestar cualquiera.
#[test]
fn si_en_su_puerto_contesta_otro_se_sigue_esperando_al_taller() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = course();
    let mut server = Server::start(&course, free_port());
    open(&browser, &server);
    browser.eval("window.deAntes = true");
    server.stop(Signal::SIGKILL);
    let stranger = Stranger::answer_on(server.port);

    browser.wait("document.querySelector('#taller-aviso-vivo')");
    stranger.until_asked_twice();
    stranger.leave();

    let again = Server::start(&course, server.port);
    assert_eq!(again.port, server.port);
    browser.wait("!window.deAntes && document.querySelector('[data-programa=uno] .ejecutar')");
}

/// Otro programa, que a todo dice que no lo tiene.
struct Stranger {
    leaving: Arc<AtomicBool>,
    asked: std::sync::mpsc::Receiver<()>,
    port: u16,
    work: thread::JoinHandle<()>,
}

impl Stranger {
    fn answer_on(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let leaving = Arc::new(AtomicBool::new(false));
        let (tell, asked) = std::sync::mpsc::channel();
        let over = Arc::clone(&leaving);
        let work = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let mut request = String::new();
                let _ = BufReader::new(&stream).read_line(&mut request);
                let answer =
                    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                let _ = (&stream).write_all(answer.as_bytes());
                if request.contains("/_taller/novedades") {
                    let _ = tell.send(());
                }
            }
        });
        Self {
            leaving,
            asked,
            port,
            work,
        }
    }

    fn until_asked_twice(&self) {
        for _ in 0..2 {
            let asked = self.asked.recv_timeout(common::server::DEADLINE);
            asked.expect("la página ha dejado de preguntar");
        }
    }

    /// Deja libre el puerto.
    fn leave(self) {
        self.leaving.store(true, Ordering::SeqCst);
        let _ = std::net::TcpStream::connect(("127.0.0.1", self.port));
        self.work.join().unwrap();
    }
}
