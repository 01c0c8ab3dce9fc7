//! Al calificador lo matan a medias, con SIGKILL, mientras compila un ataque y ejecuta
//! otro: con él tiene que morir todo lo que empezó.

use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use calificador::cage::Protections;
use tempfile::TempDir;

use super::corpus::{self, Specimen};
use super::crew::{self, Crew, WORKERS};
use super::ring::Ring;
use super::yard::Yard;

/// Está puesta en el calificador al que se va a matar.
const VICTIM: &str = "ATAQUES_A_MEDIAS";
/// Lo que se espera a que haya algo que interrumpir.
const UNDER_WAY: Duration = Duration::from_secs(240);
/// Procesos de la bomba con los que ya está en marcha.
const BOMB: usize = 10;

/// Uno que tarda en compilar y otro que no deja de crear procesos.
const HALFWAY: [&str; 2] = ["compilar/constante_sin_fin", "ejecutar/bomba_escondida"];

/// Si este proceso es el calificador al que se va a matar, lo que tiene que hacer:
/// examinar, hasta que lo maten.
pub fn errand() -> Option<ExitCode> {
    std::env::var_os(VICTIM)?;
    let ring = Ring::new(&["paso1"], Protections::default());
    let attacks: Vec<Specimen> = corpus::attacks().into_iter().flatten().collect();
    thread::scope(|scope| {
        for (worker, name) in HALFWAY.iter().enumerate() {
            let attack = attacks.iter().find(|attack| attack.name == *name);
            let attack = attack.expect("está en el muestrario");
            let ring = &ring;
            scope.spawn(move || {
                let yard = Yard::new();
                for turn in 0.. {
                    let turn = turn.to_string();
                    let source = attack.source(&yard.names("paso1", &turn, "otra"));
                    let source = format!("{source}// Vez {turn}.\n");
                    ring.examine("paso1", &source, worker);
                }
            });
        }
    });
    Some(ExitCode::FAILURE)
}

/// Lo mata en cuanto está en faena.
pub fn nobody_outlives_the_grader(crew: &Crew) -> Result<(), String> {
    let _nobody_else = crew.take(WORKERS);
    // Lo que deje en el disco, que se lo lleve esta prueba.
    let folder = TempDir::new().map_err(|why| why.to_string())?;
    let mut victim = Command::new(std::env::current_exe().expect("este programa existe"))
        .env(VICTIM, "1")
        .env("TMPDIR", folder.path())
        .stdin(Stdio::null())
        .spawn()
        .map_err(|why| why.to_string())?;
    let started = until_under_way(&mut victim);
    let killed = victim.kill().and_then(|()| victim.wait());
    let left = crew::lasting();
    started?;
    killed.map_err(|why| why.to_string())?;
    if left.is_empty() {
        Ok(())
    } else {
        Err(format!("siguen vivos {left:?}"))
    }
}

fn until_under_way(victim: &mut Child) -> Result<(), String> {
    let pid = victim.id().cast_signed();
    let deadline = Instant::now() + UNDER_WAY;
    while Instant::now() < deadline {
        if let Ok(Some(status)) = victim.try_wait() {
            return Err(format!("terminó por su cuenta, con {status}"));
        }
        let alive = crew::descendants(pid);
        let called = |name: &str| alive.iter().filter(|one| one.name == name).count();
        if called("rustc") > 0 && called("paso1") > BOMB {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err("no llegó a haber a la vez un compilador y una bomba".to_owned())
}
