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
    let mut args = program_arguments(build, program)?;
    args.extend(["--formato".to_owned(), "json".to_owned()]);
    // Detrás de «--», un filtro que empieza por un guion sigue siendo un filtro.
    if let Some(filter) = filter {
        args.extend(["--".to_owned(), filter.to_owned()]);
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (text, code) = trial::hear(build, root, &args, stop)?;
    let text = text.trim().to_owned();
    let verdict: Verdict = serde_json::from_str(&text).map_err(|error| {
        let start: String = text.chars().take(200).collect();
        Trouble::Judge(format!(
            "no se entiende lo que dice el juez ({error}): «{start}»"
        ))
    })?;
    match contradicts(&verdict, code) {
        None => Ok((verdict, text)),
        Some(why) => Err(Trouble::Judge(why)),
    }
}

/// Con qué se compara `program`, dicho como lo entiende un juez.
pub fn program_arguments(build: &StepBuild, program: &Path) -> Result<Vec<String>, Trouble> {
    let reference = build
        .reference
        .as_ref()
        .ok_or_else(|| Trouble::Judge("no está compilada la referencia".into()))?;
    let path = |path: &Path| path.to_string_lossy().into_owned();
    Ok(vec![
        "--programa".to_owned(),
        path(program),
        "--referencia".to_owned(),
        path(reference),
    ])
}

/// En qué se contradice un juez que dice `verdict` y termina con `code`, si es que
/// lo hace.
pub fn contradicts(verdict: &Verdict, code: Option<i32>) -> Option<String> {
    let owed = verdict.owed_code();
    if code == Some(owed) {
        return None;
    }
    let ended = code.map_or("por una señal".into(), |code| format!("con {code}"));
    Some(format!(
        "con ese veredicto el juez debía terminar con código {owed}, y terminó {ended}"
    ))
}
