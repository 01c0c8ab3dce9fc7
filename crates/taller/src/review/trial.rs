//! Un juicio: se ejecuta el juez de un paso con un programa y se lee su veredicto.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde::de::DeserializeOwned;

use super::verdict::{Listing, Status, Verdict};
use crate::compile::StepBuild;
use crate::run;

/// Plazo de un juez entero. Cada ejecución del programa ya tiene el suyo, mucho
/// más corto: este solo salta si el que se cuelga es el juez.
const DEADLINE: Duration = Duration::from_secs(240);
/// Lo que se le da a un juez para que recoja antes de irse.
const FAREWELL: Duration = Duration::from_secs(5);
/// Cada cuánto se mira si hay que parar.
const PULSE: Duration = Duration::from_millis(50);
/// Un veredicto ocupa unos pocos kB; los dibujos, algo más.
const OUTPUT: u64 = 16 << 20;

/// Por qué no hay veredicto.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Alguien pidió parar.
    Stopped,
    /// El juez no hizo su trabajo.
    Judge(String),
}

/// Lo que comprueba el juez de un paso.
pub fn list(build: &StepBuild, root: &Path, stop: &AtomicBool) -> Result<Listing, Trouble> {
    let (text, _) = hear(build, root, &["--list", "--formato", "json"], stop)?;
    read(&text)
}

/// El veredicto del juez sobre `program`.
pub fn judge(
    build: &StepBuild,
    root: &Path,
    program: &Path,
    stop: &AtomicBool,
) -> Result<Verdict, Trouble> {
    let reference = build
        .reference
        .as_ref()
        .ok_or_else(|| Trouble::Judge("no está compilada la referencia".into()))?;
    let (program, reference) = (program.to_string_lossy(), reference.to_string_lossy());
    let args = [
        "--programa",
        &program,
        "--referencia",
        &reference,
        "--formato",
        "json",
    ];
    let (text, code) = hear(build, root, &args, stop)?;
    let verdict: Verdict = read(&text)?;
    let owed = owed_code(&verdict);
    if code == Some(owed) {
        Ok(verdict)
    } else {
        Err(Trouble::Judge(format!(
            "con ese veredicto el juez debía terminar con código {owed}, y terminó {}",
            code.map_or("por una señal".into(), |code| format!("con {code}"))
        )))
    }
}

/// El código de salida que corresponde a un veredicto.
fn owed_code(verdict: &Verdict) -> i32 {
    let any = |status| verdict.checks.iter().any(|check| check.status == status);
    if any(Status::Error) {
        3
    } else {
        i32::from(any(Status::Failed))
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Trouble> {
    serde_json::from_str(text.trim()).map_err(|error| {
        let start: String = text.chars().take(200).collect();
        Trouble::Judge(format!(
            "no se entiende lo que dice el juez ({error}): «{start}»"
        ))
    })
}

/// Ejecuta al juez y devuelve su salida y su código.
pub fn hear(
    build: &StepBuild,
    root: &Path,
    args: &[&str],
    stop: &AtomicBool,
) -> Result<(String, Option<i32>), Trouble> {
    let mut text = String::new();
    let code = follow(build, root, args, stop, &mut |line| {
        text += line;
        text.push('\n');
    })?;
    Ok((text, code))
}

/// Ejecuta al juez, cuenta cada línea que dice en cuanto la dice, y devuelve su
/// código.
pub fn follow(
    build: &StepBuild,
    root: &Path,
    args: &[&str],
    stop: &AtomicBool,
    on_line: &mut dyn FnMut(&str),
) -> Result<Option<i32>, Trouble> {
    let judge = build
        .judge
        .as_ref()
        .ok_or_else(|| Trouble::Judge("no está compilado el juez".into()))?;
    let broken = |error| Trouble::Judge(format!("no se pudo ejecutar el juez: {error}"));
    let mut command = Command::new(judge);
    command
        .args(args)
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    // Lo que ejecuta es de alguien: que no pueda con la máquina.
    run::contain(&mut command, &run::JUDGE);
    let mut child = command.spawn().map_err(broken)?;
    let output = listen(&mut child);
    let heard = wait(&output, stop, on_line);
    if heard.is_err() {
        dismiss(&mut child, &output);
    }
    let status = child.wait().map_err(broken)?;
    heard?;
    Ok(status.code())
}

/// Lo que vaya diciendo el juez, línea a línea, hasta que cierre su salida.
fn listen(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    if let Some(stdout) = child.stdout.take() {
        thread::spawn(move || {
            let mut source = BufReader::new(stdout.take(OUTPUT));
            let mut line = Vec::new();
            while source.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                let text = String::from_utf8_lossy(&line);
                if sender.send(text.trim_end_matches('\n').to_owned()).is_err() {
                    break;
                }
                line.clear();
            }
        });
    }
    receiver
}

/// Escucha hasta que el juez calle.
fn wait(
    output: &Receiver<String>,
    stop: &AtomicBool,
    on_line: &mut dyn FnMut(&str),
) -> Result<(), Trouble> {
    let deadline = Instant::now() + DEADLINE;
    loop {
        match output.recv_timeout(PULSE) {
            Ok(line) => on_line(&line),
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if stop.load(Ordering::Relaxed) {
            return Err(Trouble::Stopped);
        }
        if Instant::now() >= deadline {
            return Err(Trouble::Judge(format!(
                "el juez no terminó en {} s",
                DEADLINE.as_secs()
            )));
        }
    }
}

/// Le pide al juez que termine, para que mate a los suyos, y si no quiere lo mata.
fn dismiss(child: &mut Child, output: &Receiver<String>) {
    let _ = kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM);
    let deadline = Instant::now() + FAREWELL;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match output.recv_timeout(left) {
            Ok(_) => {}
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                let _ = child.kill();
                return;
            }
        }
    }
}

/// Los procesos que dejaron los jueces, ya terminados; devuelve sus órdenes.
///
/// Solo se puede preguntar cuando no queda ningún juez: entonces, todo hijo de
/// este proceso es un huérfano que nadie barrió.
pub fn sweep_orphans() -> Vec<String> {
    let me = std::process::id();
    let mut orphans = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry
            .file_name()
            .to_str()
            .and_then(|s| s.parse::<i32>().ok())
        else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        // El nombre va entre paréntesis y puede llevar dentro cualquier cosa.
        let Some((name, rest)) = stat.rsplit_once(')') else {
            continue;
        };
        let mut fields = rest.split_whitespace();
        let is_zombie = fields.next() == Some("Z");
        if fields.next().and_then(|parent| parent.parse().ok()) == Some(me) && !is_zombie {
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
            orphans.push(format!("{})", name.trim_start()));
        }
    }
    orphans
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Un juez que hace lo que diga un guion de la consola.
    fn judge_that(script: &str) -> (tempfile::TempDir, StepBuild) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("juez");
        // Lo escribe otro proceso: con el archivo abierto aquí, una prueba vecina que
        // cree un hijo en ese instante haría fallar su ejecución (ETXTBSY).
        let written = Command::new("sh")
            .args([
                "-c",
                "printf '#!/bin/sh\\n%s\\n' \"$2\" > \"$1\" && chmod 755 \"$1\"",
                "sh",
            ])
            .arg(&path)
            .arg(script)
            .status();
        assert!(written.unwrap().success());
        let build = StepBuild {
            judge: Some(path),
            reference: Some("/bin/true".into()),
            ..StepBuild::default()
        };
        (folder, build)
    }

    fn verdict_of(script: &str) -> Result<Verdict, Trouble> {
        let (folder, build) = judge_that(script);
        let program = Path::new("/bin/true");
        judge(&build, folder.path(), program, &AtomicBool::new(false))
    }

    const PASSED: &str = r#"{"step":"paso1","exhaustive":true,"checks":[{"id":"uno","title":"Uno","status":"passed","message":null}]}"#;

    #[test]
    fn se_lee_el_veredicto_de_un_juez() {
        let verdict = verdict_of(&format!("echo '{PASSED}'")).unwrap();

        assert_eq!(verdict.step, "paso1");
        assert_eq!(verdict.checks[0].status, Status::Passed);
    }

    #[test]
    fn un_juez_que_se_contradice_no_es_de_fiar() {
        let Err(Trouble::Judge(why)) = verdict_of(&format!("echo '{PASSED}'; exit 1")) else {
            panic!("se ha creído al juez");
        };

        assert!(why.contains("código 0, y terminó con 1"), "{why}");
    }

    #[test]
    fn un_juez_que_no_dice_nada_no_absuelve() {
        let silent = verdict_of("exit 0");
        let killed = verdict_of("kill -9 $$");

        assert!(matches!(silent, Err(Trouble::Judge(_))));
        assert!(matches!(killed, Err(Trouble::Judge(_))));
    }

    #[test]
    fn parar_despide_al_juez() {
        let (folder, build) = judge_that("exec sleep 600");

        let trouble = judge(
            &build,
            folder.path(),
            Path::new("/bin/true"),
            &AtomicBool::new(true),
        );

        assert_eq!(trouble.unwrap_err(), Trouble::Stopped);
    }
}
