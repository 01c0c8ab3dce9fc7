//! El veredicto del juez, leído de su JSON y comprobado.

use serde::Deserialize;

/// Lo que dice el juez de un paso.
#[derive(Debug, Clone, Deserialize)]
pub struct Verdict {
    pub step: String,
    pub exhaustive: bool,
    /// Por qué no lo es, si no lo es.
    #[serde(default)]
    pub gaps: Vec<String>,
    pub checks: Vec<CheckVerdict>,
}

/// Lo que dice de una comprobación.
#[derive(Debug, Clone, Deserialize)]
pub struct CheckVerdict {
    pub id: String,
    pub title: String,
    pub status: Status,
    pub weight: u32,
    #[serde(default)]
    pub message: Option<Message>,
    /// Lo que se vio al hacerla, falle o no.
    #[serde(default)]
    pub seen: Seen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Passed,
    Failed,
    Error,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Message {
    pub expected: String,
    pub happened: String,
    pub cause: String,
    pub next: String,
    pub section: Option<String>,
    pub picture: Option<String>,
    pub picture_svg: Option<String>,
    pub replay: Option<String>,
}

/// Lo que se vio del programa desde fuera durante una comprobación.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "son observaciones independientes: puede haberse visto cualquier combinación"
)]
pub struct Seen {
    /// Hubo que pararlo: se le acabó el plazo.
    pub deadline: bool,
    /// Hubo que pararlo: no dejaba de escribir.
    pub flood: bool,
    /// Las señales que mataron al proceso principal.
    pub signals: Vec<i32>,
    /// Los procesos que llegó a haber a la vez.
    pub processes: usize,
    /// Se quedó sin memoria, según lo que dejó dicho al morir.
    pub out_of_memory: bool,
    /// Acaba bien en unos órdenes y se atasca o se cae en otros.
    pub depends_on_order: bool,
}

/// Lo que comprueba el juez de un paso.
#[derive(Debug, Clone, Deserialize)]
pub struct Listing {
    pub step: String,
    pub checks: Vec<Listed>,
}

/// Una comprobación, sin hacer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listed {
    pub id: String,
    pub title: String,
    pub weight: u32,
}

impl Listing {
    /// Lo que vale el paso.
    pub fn max_points(&self) -> u32 {
        self.checks.iter().map(|check| check.weight).sum()
    }
}

/// El veredicto que hay en `text`, si es uno entero y de fiar: cada comprobación que
/// se esperaba, una vez y en su orden, y el código de salida que le corresponde.
pub fn read(text: &[u8], code: Option<i32>, listing: &Listing) -> Result<Verdict, String> {
    let verdict: Verdict = serde_json::from_slice(text.trim_ascii())
        .map_err(|error| format!("no se entiende lo que dice el juez ({error})"))?;
    if verdict.step != listing.step {
        return Err(format!("el juez habla de «{}»", verdict.step));
    }
    let asked = listing.checks.iter().map(|check| (&check.id, check.weight));
    let told = verdict.checks.iter().map(|check| (&check.id, check.weight));
    if !told.eq(asked) {
        return Err("el juez no ha hecho las comprobaciones que dijo que haría".to_owned());
    }
    let owed = verdict.owed_code();
    if code != Some(owed) {
        let code = code.map_or("por una señal".to_owned(), |code| format!("con {code}"));
        return Err(format!(
            "con ese veredicto el juez debía terminar con código {owed}, y terminó {code}"
        ));
    }
    if let Some(check) = verdict.checks.iter().find(|c| c.status == Status::Error) {
        let why = check.message.as_ref().map_or("", |m| m.happened.as_str());
        return Err(format!("el juez no pudo hacer «{}»: {why}", check.id));
    }
    Ok(verdict)
}

impl Verdict {
    /// El código de salida que le corresponde.
    fn owed_code(&self) -> i32 {
        let any = |status| self.checks.iter().any(|check| check.status == status);
        if any(Status::Error) {
            3
        } else {
            i32::from(any(Status::Failed))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing() -> Listing {
        let listed = |id: &str, weight| Listed {
            id: id.to_owned(),
            title: id.to_owned(),
            weight,
        };
        Listing {
            step: "paso1".to_owned(),
            checks: vec![listed("uno", 4), listed("dos", 6)],
        }
    }

    fn text(checks: &[(&str, u32, &str)]) -> Vec<u8> {
        let checks: Vec<String> = checks
            .iter()
            .map(|(id, weight, status)| {
                format!(
                    r#"{{"id":"{id}","title":"T","weight":{weight},"status":"{status}","message":null}}"#
                )
            })
            .collect();
        let checks = checks.join(",");
        format!(r#"{{"step":"paso1","exhaustive":true,"checks":[{checks}]}}"#).into_bytes()
    }

    #[test]
    fn a_whole_verdict_is_believed() {
        let told = text(&[("uno", 4, "passed"), ("dos", 6, "failed")]);

        let verdict = read(&told, Some(1), &listing()).unwrap();

        assert_eq!(verdict.checks[1].status, Status::Failed);
    }

    #[test]
    fn a_verdict_with_a_hole_a_repetition_or_another_weight_is_not() {
        let odd = [
            text(&[("uno", 4, "passed")]),
            text(&[("uno", 4, "passed"), ("uno", 4, "passed")]),
            text(&[("uno", 4, "passed"), ("dos", 60, "passed")]),
            text(&[
                ("uno", 4, "passed"),
                ("dos", 6, "passed"),
                ("dos", 6, "passed"),
            ]),
            b"{}".to_vec(),
            Vec::new(),
        ];
        for told in odd {
            assert!(read(&told, Some(0), &listing()).is_err());
        }
    }

    #[test]
    fn the_exit_code_has_to_agree() {
        let told = text(&[("uno", 4, "passed"), ("dos", 6, "passed")]);

        assert!(read(&told, Some(0), &listing()).is_ok());
        assert!(read(&told, Some(1), &listing()).is_err());
        assert!(read(&told, None, &listing()).is_err());
    }

    #[test]
    fn what_the_judge_could_not_do_is_not_a_verdict() {
        let told = text(&[("uno", 4, "passed"), ("dos", 6, "error")]);

        assert!(
            read(&told, Some(3), &listing())
                .unwrap_err()
                .contains("dos")
        );
    }
}
