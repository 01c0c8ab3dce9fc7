//! Las escenas que se dibujan.

use explorador::{BlockedOn, Effect, End, Exit, Outcome, Verdict};

use super::scene::{A, Scene, call};

const ONE: [u8; 4] = [1, 0, 0, 0];

const MESSAGE: &[u8] = "Nos vemos en la orilla\0".as_bytes();

/// Una escena con el nombre de su fichero.
pub fn all() -> Vec<(&'static str, Outcome)> {
    vec![
        ("vacio", race(0)),
        ("a_medias", race(5)),
        ("completo", race(MESSAGE.len())),
        ("interbloqueo", deadlock()),
        ("caida_tras_munmap", crash()),
        ("dos_hijos", counter()),
        ("semaforo", semaphore()),
        ("fork_rechazado", refused()),
        ("mensaje_hostil", hostile()),
        ("cinco_procesos", five()),
        ("como_rust", like_rust()),
    ]
}

/// El programa original: el padre escribe después de crear al hijo y nadie
/// espera a nadie. El hijo se cuela tras `letters` letras.
fn race(letters: usize) -> Outcome {
    let (first, rest) = MESSAGE.split_at(letters);
    let seen = [
        b"El hijo lee: ",
        first.strip_suffix(b"\0").unwrap_or(first),
        b"\n",
    ]
    .concat();
    let scene = Scene::new().mmap().fork().write_each(0, first);
    let scene = if rest.is_empty() {
        scene.block(BlockedOn::Child(Some(1))).turn(1, false)
    } else {
        scene.turn(1, true)
    };
    let scene = scene.read_text().show(&seen).munmap().exit();
    let scene = if rest.is_empty() {
        scene.wake(0).turn(0, false)
    } else {
        scene.turn(0, false).write_each(letters, rest)
    };
    scene.reap(1).munmap().exit().done()
}

/// El padre espera al hijo antes de abrirle el paso.
fn deadlock() -> Outcome {
    Scene::new()
        .mmap()
        .fork()
        .block(BlockedOn::Child(Some(1)))
        .turn(1, false)
        .read(0, 4)
        .block(BlockedOn::Futex(Some((A, 0))))
        .with(|outcome| {
            outcome.verdict = Verdict::Deadlock;
            outcome.exit = Exit::Unfinished;
        })
        .done()
}

fn crash() -> Outcome {
    let end = End::Killed {
        signal: libc::SIGSEGV,
        address: Some(0x7fff_f7fb_8000),
        after_unmap: Some(A),
    };
    Scene::new()
        .mmap()
        .fork()
        .write(0, b"Hola\0")
        .block(BlockedOn::Child(Some(1)))
        .turn(1, false)
        .munmap()
        .crash(end)
        .wake(0)
        .turn(0, false)
        .call(
            "wait4",
            Effect::Wait {
                target: -1,
                reaped: Some((1, end)),
            },
        )
        .munmap()
        .exit()
        .with(|outcome| outcome.verdict = Verdict::Crash)
        .done()
}

/// Dos hijos suman uno cada uno y se pierde una suma.
fn counter() -> Outcome {
    Scene::new()
        .mmap()
        .fork()
        .fork()
        .block(BlockedOn::Child(None))
        .turn(1, false)
        .read(0, 4)
        .turn(2, true)
        .read(0, 4)
        .write(0, &[1, 0, 0, 0])
        .exit()
        .wake(0)
        .turn(1, false)
        .write(0, &[1, 0, 0, 0])
        .exit()
        .turn(0, false)
        .reap(2)
        .reap(1)
        .read(0, 4)
        .show(b"total = 1\n")
        .munmap()
        .exit()
        .done()
}

/// Bien hecho: el hijo espera en un semáforo a que el mensaje esté entero.
fn semaphore() -> Outcome {
    let (zero, one) = ([0; 8], [1, 0, 0, 0, 0, 0, 0, 0]);
    let asleep = [0, 0, 0, 0, 1, 0, 0, 0];
    let woken = [1, 0, 0, 0, 1, 0, 0, 0];
    Scene::new()
        .mmap()
        .write(0, &zero)
        .write(8, &[128, 0, 0, 0])
        .fork()
        .turn(1, true)
        .read(8, 4)
        .read(0, 8)
        .update(0, &asleep)
        .read(0, 8)
        .block(BlockedOn::Futex(Some((A, 0))))
        .turn(0, false)
        .write(32, MESSAGE)
        .read(8, 4)
        .update(0, &woken)
        .call(
            "futex",
            Effect::FutexWake {
                place: Some((A, 0)),
                woken: vec![1],
            },
        )
        .wake(1)
        .block(BlockedOn::Child(Some(1)))
        .turn(1, false)
        .call(
            "futex",
            Effect::FutexWait {
                place: Some((A, 0)),
                expected: 0,
            },
        )
        .update(0, &zero)
        .read(32, 32)
        .show(b"El hijo lee: Nos vemos en la orilla\n")
        .munmap()
        .exit()
        .wake(0)
        .turn(0, false)
        .reap(1)
        .munmap()
        .exit()
        .with(|_| assert_eq!(one[0], 1))
        .done()
}

fn refused() -> Outcome {
    let fork = call("clone", Err(libc::EAGAIN), Effect::Fork { child: None });
    Scene::new()
        .mmap()
        .event_of(0, fork, true)
        .call(
            "write",
            Effect::Output {
                fd: 2,
                bytes: b"fork: EAGAIN\n".to_vec(),
            },
        )
        .munmap()
        .event(explorador::EventKind::Exited(End::Code(1)))
        .with(|outcome| {
            outcome.exit = Exit::Code(1);
            outcome.stderr = b"fork: EAGAIN\n".to_vec();
            outcome.schedule = "a+fork:1:EAGAIN-0001".parse().expect("plan válido");
        })
        .done()
}

/// Un mensaje que intenta mover el cursor, colarse en el SVG y darle la vuelta
/// al texto.
fn hostile() -> Outcome {
    let text = "\x1b[2J<script>&\"'\u{202e}\u{7}\r\n\0".as_bytes();
    Scene::new()
        .mmap()
        .fork()
        .write(0, text)
        .write(64, "<b>&ñandú\u{202e}]]>\0".as_bytes())
        .block(BlockedOn::Child(Some(1)))
        .turn(1, false)
        .read(0, 32)
        .show(text)
        .exit()
        .wake(0)
        .turn(0, false)
        .reap(1)
        .exit()
        .with(|outcome| outcome.leaked_mappings = 2)
        .done()
}

fn five() -> Outcome {
    let scene = (0..4).fold(Scene::new().mmap(), |scene, _| scene.fork());
    let scene = scene.block(BlockedOn::Child(None));
    let scene = (1..5).fold(scene, |scene, lane| {
        scene
            .turn(lane, false)
            .write(4 * lane, &[7, 0, 0, 0])
            .exit()
    });
    let scene = scene.wake(0).turn(0, false);
    (1..5).fold(scene, Scene::reap).munmap().exit().done()
}

/// Como lo hace la biblioteca de Rust: el mensaje se copia en trozos que se
/// pisan, se lee por palabras, varias veces y hasta pasado el final, y un error
/// se escribe en pedazos.
fn like_rust() -> Outcome {
    let text = "¡Hola, proceso hijo!\0".as_bytes();
    let part = |bytes: &[u8]| Effect::Output {
        fd: 2,
        bytes: bytes.to_vec(),
    };
    Scene::new()
        .mmap()
        .fork()
        .write(0, &ONE)
        .write(4, &text[..16])
        .write(10, &text[6..])
        .block(BlockedOn::Child(Some(1)))
        .turn(1, false)
        .read(0, 4)
        .read(4, 8)
        .read(12, 8)
        .read(20, 8)
        .read(28, 8)
        .read(4, 1)
        .read(4, 21)
        .call("write", part(b"programa: "))
        .call("write", part(b"munmap: EINVAL"))
        .call("write", part(b"\n"))
        .event(explorador::EventKind::Exited(End::Code(1)))
        .wake(0)
        .turn(0, false)
        .reap(1)
        .exit()
        .with(|outcome| outcome.stderr = b"programa: munmap: EINVAL\n".to_vec())
        .done()
}
