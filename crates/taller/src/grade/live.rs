//! Corregir contando cada comprobación en cuanto el juez la hace.
//!
//! Las noticias son para que quien mira no espere; la nota sale solo del veredicto,
//! que es la última línea y tiene que casar con lo contado y con el código de salida.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::judge::{contradicts, program_arguments};
use super::verdict::{Check, Verdict};
use crate::compile::StepBuild;
use crate::review::trial::{self, Trouble};

/// Una comprobación que se va a hacer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    /// Nombre corto: `compartida`.
    pub id: String,
    /// La frase que dice qué se comprueba.
    pub title: String,
    /// Puntos que vale.
    pub weight: u32,
}

/// Lo que pasa mientras el juez trabaja.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum News {
    /// Se van a hacer estas.
    Start {
        /// En el orden en que se harán.
        checks: Vec<Announced>,
    },
    /// Se ha hecho una.
    Check {
        /// Lo que resultó.
        check: Box<Check>,
    },
}

/// La última línea.
#[derive(Deserialize)]
struct Final {
    verdict: Box<RawValue>,
}

/// Lo que dice el juez de `program`, y su JSON tal como llegó; mientras tanto, cada
/// noticia se le cuenta a `on_news`.
pub fn judge(
    build: &StepBuild,
    root: &Path,
    program: &Path,
    stop: &AtomicBool,
    on_news: &mut dyn FnMut(News),
) -> Result<(Verdict, String), Trouble> {
    let mut args = program_arguments(build, program)?;
    args.extend(["--formato".to_owned(), "jsonl".to_owned()]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut last = String::new();
    let code = trial::follow(build, root, &args, stop, &mut |line| {
        match serde_json::from_str(line) {
            Ok(news) => on_news(news),
            // O es el veredicto o no se entiende: se sabrá al leerlo.
            Err(_) => line.clone_into(&mut last),
        }
    })?;
    let unintelligible = |error: serde_json::Error| {
        let start: String = last.chars().take(200).collect();
        Trouble::Judge(format!(
            "no se entiende lo que dice el juez ({error}): «{start}»"
        ))
    };
    let json = serde_json::from_str::<Final>(&last)
        .map_err(unintelligible)?
        .verdict;
    let verdict: Verdict = serde_json::from_str(json.get()).map_err(unintelligible)?;
    match contradicts(&verdict, code) {
        None => Ok((verdict, json.get().to_owned())),
        Some(why) => Err(Trouble::Judge(why)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn las_noticias_de_un_juez_de_verdad_se_entienden() {
        let start: News = serde_json::from_str(
            r#"{"event":"start","step":"a","title":"A","checks":[{"id":"x","title":"X","weight":3}]}"#,
        )
        .unwrap();
        let check: News = serde_json::from_str(
            r#"{"event":"check","check":{"id":"x","title":"X","status":"passed","points":3,"weight":3,"duration_ms":1.5,"message":null}}"#,
        )
        .unwrap();

        assert!(matches!(start, News::Start { checks } if checks[0].weight == 3));
        assert!(matches!(check, News::Check { check } if check.points == 3));
        assert!(serde_json::from_str::<News>(r#"{"event":"verdict","verdict":{}}"#).is_err());
    }
}
