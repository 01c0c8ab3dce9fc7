//! La frase que dice qué pasa: acierta cuando afirma, y calla cuando no es
//! seguro.

use explorador::picture::{TextStyle, Tone, caption, text};
use explorador::{Backing, BlockedOn, Effect, End, EventKind, Exit, LimitKind, Outcome, Verdict};

use super::gallery;
use super::scene::{A, Scene};

const ONE: [u8; 4] = [1, 0, 0, 0];

fn says(outcome: &Outcome, tone: Tone, text: &str) {
    let caption = caption(outcome);
    assert_eq!((caption.tone, caption.text.as_str()), (tone, text));
}

fn says_nothing(outcome: &Outcome) {
    says(
        outcome,
        Tone::Plain,
        "Todos los procesos terminan, sin nada que señalar.",
    );
}

fn of_gallery(name: &str) -> Outcome {
    let found = gallery::all().into_iter().find(|(known, _)| *known == name);
    found.expect("esa escena existe").1
}

#[test]
fn las_tres_caras_de_la_carrera_original() {
    says(
        &of_gallery("vacio"),
        Tone::Notable,
        "El hijo leyó antes de que el padre escribiera.",
    );
    says(
        &of_gallery("a_medias"),
        Tone::Notable,
        "El hijo leyó cuando el padre iba por la mitad: solo había escrito \"Nos v\".",
    );
    says_nothing(&of_gallery("completo"));
}

#[test]
fn en_un_interbloqueo_se_dice_quien_espera_a_que() {
    says(
        &of_gallery("interbloqueo"),
        Tone::Wrong,
        "Interbloqueo: el padre espera a que termine el hijo y el hijo espera a que lo despierten \
         en A+0. Ninguno puede seguir.",
    );
}

#[test]
fn una_caida_dice_por_que_si_se_sabe() {
    says(
        &of_gallery("caida_tras_munmap"),
        Tone::Wrong,
        "El hijo muere por SIGSEGV: toca la región A después de haberla soltado con munmap.",
    );
}

#[test]
fn quien_cae_por_un_archivo_recortado_lo_sabe_y_ve_quien_lo_recorto() {
    let start = 0x1000_0000_0000;
    let map = Effect::Map {
        region: Some(A),
        address: start,
        length: 4096,
        protection: libc::PROT_READ,
        flags: libc::MAP_SHARED,
        backing: Backing::File("/tmp/datos".to_owned()),
    };
    let bus = |address| End::Killed {
        signal: libc::SIGBUS,
        address: Some(address),
        after_unmap: None,
    };
    let falls = |address| {
        Scene::new()
            .call("openat", Effect::Descriptors { fds: vec![3] })
            .call("mmap", map.clone())
            .fork()
            .call("ftruncate", Effect::None)
            .turn(1, false)
            .crash(bus(address))
            .with(|outcome| outcome.verdict = Verdict::Crash)
            .done()
    };

    says(
        &falls(start + 8),
        Tone::Wrong,
        "El hijo muere por SIGBUS: toca la región A más allá del final de su archivo.",
    );
    let drawing = text(&falls(start + 8), &TextStyle::default());
    for step in ["● open → descriptor 3", "● ftruncate: deja"] {
        assert!(drawing.contains(step), "{step}:\n{drawing}");
    }
    says(
        &falls(start + 4096),
        Tone::Wrong,
        "El hijo muere por SIGBUS: toca la dirección 0x100000001000, que no puede usar.",
    );
}

#[test]
fn avisar_antes_de_escribir_se_descubre() {
    let outcome = Scene::new()
        .mmap()
        .fork()
        .write(0, &ONE)
        .turn(1, true)
        .read(0, 4)
        .read(4, 32)
        .show(b"\n")
        .exit()
        .turn(0, false)
        .write(4, b"Hola\0")
        .reap(1)
        .exit()
        .done();

    says(
        &outcome,
        Tone::Notable,
        "El hijo leyó A+4 antes de que el padre escribiera.",
    );
}

#[test]
fn avisar_despues_de_escribir_esta_bien() {
    let outcome = Scene::new()
        .mmap()
        .fork()
        .turn(1, true)
        .read(0, 4)
        .block(BlockedOn::Memory(A, 0))
        .turn(0, false)
        .write(4, b"Hola\0")
        .write(0, &ONE)
        .wake(1)
        .turn(1, true)
        .read(0, 4)
        .read(4, 32)
        .exit()
        .turn(0, false)
        .reap(1)
        .exit()
        .done();

    says_nothing(&outcome);
}

#[test]
fn leer_por_orden_de_una_tuberia_esta_bien() {
    let pipe = |fd| Effect::Output {
        fd,
        bytes: b"x".to_vec(),
    };
    let outcome = Scene::new()
        .mmap()
        .fork()
        .turn(1, true)
        .read(0, 32)
        .call("write", pipe(4))
        .turn(0, true)
        .call(
            "read",
            Effect::Input {
                fd: 3,
                bytes: b"x".to_vec(),
            },
        )
        .write(0, b"ya lo ha leido\0")
        .reap(1)
        .exit()
        .done();

    says_nothing(&outcome);
}

#[test]
fn los_semaforos_y_las_sumas_atomicas_no_son_carreras() {
    says_nothing(&of_gallery("semaforo"));
    let two = [2, 0, 0, 0];
    let outcome = Scene::new()
        .mmap()
        .fork()
        .update(0, &ONE)
        .turn(1, true)
        .update(0, &two)
        .exit()
        .turn(0, false)
        .reap(1)
        .read(0, 4)
        .exit()
        .done();

    says_nothing(&outcome);
}

#[test]
fn una_suma_perdida_se_ve_y_una_que_no_se_pierde_no() {
    says(
        &of_gallery("dos_hijos"),
        Tone::Notable,
        "El hijo 1 escribió encima de lo que el hijo 2 acababa de escribir, sin haberlo leído.",
    );
    let outcome = Scene::new()
        .mmap()
        .fork()
        .fork()
        .turn(1, true)
        .read(0, 4)
        .write(0, &ONE)
        .exit()
        .turn(2, false)
        .read(0, 4)
        .write(0, &[2, 0, 0, 0])
        .exit()
        .turn(0, false)
        .reap(1)
        .reap(2)
        .exit()
        .done();

    says_nothing(&outcome);
}

#[test]
fn un_fallo_provocado_dice_que_hizo_el_programa() {
    says(
        &of_gallery("fork_rechazado"),
        Tone::Notable,
        "Se hizo fallar la llamada fork número 1 con EAGAIN; el programa termina con código 1.",
    );
}

#[test]
fn lo_que_queda_sin_recoger_se_dice() {
    let outcome = Scene::new()
        .fork()
        .exit()
        .with(|o| (o.zombies, o.leaked_mappings) = (1, 2))
        .done();

    says(
        &outcome,
        Tone::Wrong,
        "Un hijo terminó y nadie lo recogió con wait: queda zombi. Faltan 2 munmap: hay procesos \
         que terminan sin soltar la región compartida.",
    );
}

#[test]
fn un_giro_sin_fin_y_un_limite_se_distinguen() {
    let spin = Scene::new()
        .mmap()
        .read(0, 4)
        .block(BlockedOn::Memory(A, 0))
        .with(|o| (o.verdict, o.exit) = (Verdict::Livelock, Exit::Unfinished))
        .done();
    let slow = Scene::new()
        .with(|o| (o.verdict, o.limit) = (Verdict::Timeout, Some(LimitKind::Silence)))
        .done();

    says(
        &spin,
        Tone::Wrong,
        "Giro sin fin: el padre gira esperando a que cambie A+0, y nadie lo va a cambiar.",
    );
    says(
        &slow,
        Tone::Wrong,
        "El plan no terminó: un proceso calculó demasiado tiempo sin hacer nada visible.",
    );
}

#[test]
fn un_hijo_que_termina_mal_no_pasa_por_nada_que_senalar() {
    let end = EventKind::Exited(End::Code(1));
    let outcome = Scene::new().fork().turn(1, false).event(end).turn(0, false);

    says(
        &outcome.reap(1).exit().done(),
        Tone::Plain,
        "Todos los procesos terminan; el hijo termina con código 1.",
    );
}
