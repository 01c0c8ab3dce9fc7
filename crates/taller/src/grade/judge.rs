//! Preguntar al juez de un paso, y no creerle si se contradice.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::verdict::Verdict;
use crate::compile::StepBuild;
use crate::review::trial::{self, Trouble};

/// Lo que dice el juez de `program`, y su JSON tal como llegó.
pub fn judge(
    build: &StepBuild,
    root: &Path,
    program: &Path,
    filter: Option<&str>,
    stop: &AtomicBool,
) -> Result<(Verdict, String), Trouble> {
    let reference = build
        .reference
        .as_ref()
        .ok_or_else(|| Trouble::Judge("no está compilada la referencia".into()))?;
    let (program, reference) = (program.to_string_lossy(), reference.to_string_lossy());
    let mut args = vec![
        "--programa",
        &program,
        "--referencia",
        &reference,
        "--formato",
        "json",
    ];
    // Detrás de «--», un filtro que empieza por un guion sigue siendo un filtro.
    if let Some(filter) = filter {
        args.extend(["--", filter]);
    }
    let (text, code) = trial::run(build, root, &args, stop)?;
    let text = text.trim().to_owned();
    let verdict: Verdict = serde_json::from_str(&text).map_err(|error| {
        let start: String = text.chars().take(200).collect();
        Trouble::Judge(format!(
            "no se entiende lo que dice el juez ({error}): «{start}»"
        ))
    })?;
    let owed = verdict.owed_code();
    if code == Some(owed) {
        return Ok((verdict, text));
    }
    let ended = code.map_or("por una señal".into(), |code| format!("con {code}"));
    Err(Trouble::Judge(format!(
        "con ese veredicto el juez debía terminar con código {owed}, y terminó {ended}"
    )))
}
