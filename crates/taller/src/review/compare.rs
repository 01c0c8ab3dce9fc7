//! Lo que dice el juez frente a lo que tenía que decir. Aquí solo se piensa: nada
//! se ejecuta.

use super::header::Mistake;
use super::verdict::{Check, Listing, Message, Status, Verdict};

/// Lo que el juez dice de un paso que está sin escribir.
pub const UNWRITTEN: &str = "Falta escribir";

/// Cómo debe salir una variante.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// Supera todas las comprobaciones.
    Passes,
    /// No supera ninguna, y cada una dice que falta escribirla.
    Unwritten,
    /// La caza la comprobación que dice su cabecera.
    Caught(Mistake),
}

/// Algo que no salió como debía.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// Qué se esperaba.
    pub expected: String,
    /// Qué ocurrió.
    pub happened: String,
    /// Si lo que falló fue una herramienta, y esto se ha quedado sin revisar.
    pub unjudged: bool,
}

impl Discrepancy {
    /// Se esperaba `expected` y ocurrió `happened`.
    pub fn new(expected: impl Into<String>, happened: impl Into<String>) -> Self {
        Self {
            expected: expected.into(),
            happened: happened.into(),
            unjudged: false,
        }
    }

    /// No se pudo llegar a ver si ocurría `expected`.
    pub fn unjudged(expected: impl Into<String>, happened: impl Into<String>) -> Self {
        Self {
            unjudged: true,
            ..Self::new(expected, happened)
        }
    }
}

/// En qué se aparta el veredicto de lo que se esperaba.
pub fn compare(
    expectation: &Expectation,
    listing: &Listing,
    verdict: &Verdict,
) -> Vec<Discrepancy> {
    let mut found = Vec::from_iter(missing_evidence(listing, verdict));
    for check in &verdict.checks {
        if check.status == Status::Error {
            found.push(Discrepancy::unjudged(
                format!("que el juez pudiera hacer {}", name(check)),
                format!("no pudo: {}", told(check)),
            ));
            continue;
        }
        found.extend(match expectation {
            Expectation::Passes => must_pass(check),
            Expectation::Unwritten => must_be_unwritten(check),
            Expectation::Caught(mistake) => must_follow(mistake, check),
        });
    }
    if let Expectation::Caught(mistake) = expectation {
        found.extend(unknown_names(mistake, listing));
    }
    found
}

/// En qué se aparta un veredicto del primero que se dio del mismo programa. El PID con
/// que un programa cuenta su propio pánico es lo único que puede cambiar.
pub fn same_again(first: &Verdict, again: &Verdict, nth: usize) -> Option<Discrepancy> {
    let differs = |(a, b): &(&Check, &Check)| {
        a.id != b.id || a.status != b.status || essence(a) != essence(b)
    };
    let (was, is) = first.checks.iter().zip(&again.checks).find(differs)?;
    Some(Discrepancy::new(
        format!("que {} saliera siempre igual: {}", name(was), told(was)),
        format!("la vez {nth} salió otra cosa: {}", told(is)),
    ))
}

/// Lo que dice un mensaje, con cada número largo (un PID) en su sitio pero sin cifras.
fn essence(check: &Check) -> Option<String> {
    let message = check.message.as_ref()?;
    let happened = message
        .happened
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| number.len() >= 4)
        .fold(message.happened.clone(), |text, pid| {
            text.replace(pid, "PID")
        });
    let picture = message.picture.as_deref().unwrap_or_default();
    let parts = [&message.expected, &happened, &message.cause, &message.next];
    Some(parts.map(String::as_str).join("\n") + picture)
}

/// Un veredicto vale si habla de este paso y de cada comprobación anunciada.
fn missing_evidence(listing: &Listing, verdict: &Verdict) -> Option<Discrepancy> {
    let announced: Vec<&str> = listing.checks.iter().map(|c| c.id.as_str()).collect();
    let done: Vec<&str> = verdict.checks.iter().map(|c| c.id.as_str()).collect();
    if announced.is_empty() {
        return Some(Discrepancy::new(
            "que el juez comprobara algo",
            "su lista de comprobaciones está vacía",
        ));
    }
    (verdict.step != listing.step || announced != done).then(|| {
        Discrepancy::new(
            format!("un veredicto de {}: {}", listing.step, announced.join(", ")),
            format!("el veredicto es de {}: {}", verdict.step, done.join(", ")),
        )
    })
}

fn must_pass(check: &Check) -> Option<Discrepancy> {
    (check.status != Status::Passed).then(|| {
        Discrepancy::new(
            format!("que superara {}", name(check)),
            format!("no la supera: {}", told(check)),
        )
    })
}

fn must_be_unwritten(check: &Check) -> Option<Discrepancy> {
    if check.status == Status::Passed {
        return Some(Discrepancy::new(
            format!("que sin escribir nada no se superara {}", name(check)),
            "la supera".to_owned(),
        ));
    }
    (!says(check, UNWRITTEN)).then(|| {
        Discrepancy::new(
            format!("que {} dijera «{UNWRITTEN}…»", name(check)),
            told(check),
        )
    })
}

fn must_follow(mistake: &Mistake, check: &Check) -> Option<Discrepancy> {
    let named = check.id == mistake.check;
    let expected_to_fail = named || mistake.also.contains(&check.id);
    match (expected_to_fail, check.status) {
        (true, Status::Passed) => Some(Discrepancy::new(
            format!("que no superara {}", name(check)),
            "la supera".to_owned(),
        )),
        (true, Status::Failed) if named && !says(check, &mistake.fragment) => {
            Some(Discrepancy::new(
                format!("que {} dijera «{}»", name(check), mistake.fragment),
                told(check),
            ))
        }
        (false, Status::Failed) => Some(Discrepancy::new(
            format!("que superara {}: su cabecera no la nombra", name(check)),
            format!("no la supera: {}", told(check)),
        )),
        _ => None,
    }
}

/// Una cabecera que nombra comprobaciones que no existen no caza nada.
fn unknown_names(mistake: &Mistake, listing: &Listing) -> Vec<Discrepancy> {
    let exists = |id: &str| listing.checks.iter().any(|check| check.id == id);
    std::iter::once(&mistake.check)
        .chain(&mistake.also)
        .filter(|id| !exists(id))
        .map(|id| {
            Discrepancy::new(
                format!(
                    "que su cabecera nombrara comprobaciones de {}",
                    listing.step
                ),
                format!("nombra «{id}», que no existe"),
            )
        })
        .collect()
}

fn name(check: &Check) -> String {
    format!("«{}» ({})", check.id, check.title)
}

fn says(check: &Check, fragment: &str) -> bool {
    check
        .message
        .as_ref()
        .is_some_and(|message| message.says(fragment))
}

/// Lo que lee el estudiante: qué ocurrió y por qué.
fn told(check: &Check) -> String {
    match &check.message {
        None => "sin ningún mensaje".into(),
        Some(Message {
            happened, cause, ..
        }) => format!("{}\n{}", happened.trim_end(), cause.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::Listed;
    use super::*;

    /// Un veredicto con las tres comprobaciones del paso 9; de las que fallan se
    /// da lo que ocurrió.
    fn verdict(happened: [Option<&str>; 3]) -> Verdict {
        let checks = ["uno", "dos", "tres"].into_iter().zip(happened);
        Verdict {
            step: "paso9".into(),
            exhaustive: true,
            checks: checks
                .map(|(id, happened)| Check {
                    id: id.into(),
                    title: format!("La {id}"),
                    status: happened.map_or(Status::Passed, |_| Status::Failed),
                    message: happened.map(|text| Message {
                        happened: text.into(),
                        cause: "Porque sí.".into(),
                        ..Message::default()
                    }),
                })
                .collect(),
        }
    }

    #[test]
    fn juzgar_otra_vez_tiene_que_dar_lo_mismo_salvo_el_pid() {
        let first = verdict([None, Some("murió el proceso 12345"), None]);

        let again = verdict([None, Some("murió el proceso 67890"), None]);
        assert_eq!(same_again(&first, &again, 2), None);

        for other in [[None, None, None], [None, Some("se quedó esperando"), None]] {
            let changed = same_again(&first, &verdict(other), 7).expect("no es lo mismo");
            assert!(changed.expected.contains("«dos»"), "{changed:?}");
            assert!(changed.happened.starts_with("la vez 7"), "{changed:?}");
        }
    }

    fn listing() -> Listing {
        let checks = ["uno", "dos", "tres"].map(|id| Listed {
            id: id.into(),
            title: format!("La {id}"),
            weight: 1,
        });
        Listing {
            step: "paso9".into(),
            checks: checks.into(),
        }
    }

    fn caught(check: &str, fragment: &str, also: &[&str]) -> Expectation {
        Expectation::Caught(Mistake {
            sentence: "se equivoca.".into(),
            check: check.into(),
            fragment: fragment.into(),
            also: also.iter().map(|&id| id.into()).collect(),
        })
    }

    #[test]
    fn cazada_por_quien_dice_y_con_lo_que_dice_no_hay_nada_que_contar() {
        let expectation = caught("uno", "es privada", &["tres"]);
        let verdict = verdict([Some("La región\n  es privada."), None, Some("lo que sea")]);

        assert_eq!(compare(&expectation, &listing(), &verdict), []);
    }

    #[test]
    fn un_juez_que_lo_aprueba_todo_no_caza_a_nadie() {
        let expectation = caught("uno", "es privada", &["tres"]);

        let found = compare(&expectation, &listing(), &verdict([None, None, None]));

        let expected: Vec<_> = found.iter().map(|d| d.expected.as_str()).collect();
        assert_eq!(
            expected,
            [
                "que no superara «uno» (La uno)",
                "que no superara «tres» (La tres)"
            ]
        );
        assert!(found.iter().all(|d| d.happened == "la supera"));
    }

    #[test]
    fn fallar_de_mas_tambien_se_cuenta() {
        let expectation = caught("uno", "privada", &[]);
        let verdict = verdict([Some("Es privada."), Some("Se colgó."), None]);

        let found = compare(&expectation, &listing(), &verdict);

        assert_eq!(found.len(), 1);
        assert!(found[0].expected.contains("que superara «dos»"));
        assert!(found[0].happened.contains("Se colgó."));
    }

    #[test]
    fn un_mensaje_que_no_explica_esa_equivocacion_no_vale() {
        let expectation = caught("uno", "es privada", &[]);
        let verdict = verdict([Some("Mide 3 bytes."), None, None]);

        let found = compare(&expectation, &listing(), &verdict);

        assert_eq!(
            found,
            [Discrepancy::new(
                "que «uno» (La uno) dijera «es privada»",
                "Mide 3 bytes.\nPorque sí."
            )]
        );
    }

    #[test]
    fn una_cabecera_que_nombra_lo_que_no_existe_se_delata() {
        let expectation = caught("cuatro", "x", &[]);

        let found = compare(&expectation, &listing(), &verdict([None, None, None]));

        assert_eq!(found.len(), 1);
        assert!(found[0].happened.contains("«cuatro», que no existe"));
    }

    #[test]
    fn que_el_juez_no_pueda_comprobar_no_es_cazar() {
        let mut verdict = verdict([Some("No hay referencia: es privada"), None, None]);
        verdict.checks[0].status = Status::Error;

        let found = compare(&caught("uno", "es privada", &[]), &listing(), &verdict);

        assert!(found[0].unjudged);
        assert!(
            found[0]
                .expected
                .contains("que el juez pudiera hacer «uno»")
        );
    }

    #[test]
    fn una_solucion_tiene_que_superarlo_todo() {
        assert_eq!(
            compare(
                &Expectation::Passes,
                &listing(),
                &verdict([None, None, None])
            ),
            []
        );

        let found = compare(
            &Expectation::Passes,
            &listing(),
            &verdict([None, Some("Se colgó."), None]),
        );

        assert_eq!(found[0].expected, "que superara «dos» (La dos)");
    }

    #[test]
    fn un_esqueleto_no_supera_nada_y_dice_que_falta() {
        let todo = Some("Falta escribir la función de la línea 33.");
        assert_eq!(
            compare(&Expectation::Unwritten, &listing(), &verdict([todo; 3])),
            []
        );

        let found = compare(
            &Expectation::Unwritten,
            &listing(),
            &verdict([todo, None, Some("Se colgó.")]),
        );

        assert_eq!(found.len(), 2);
        assert!(found[0].expected.contains("no se superara «dos»"));
        assert!(
            found[1]
                .expected
                .contains("«tres» (La tres) dijera «Falta escribir")
        );
    }

    #[test]
    fn un_veredicto_incompleto_no_es_una_prueba() {
        let mut incomplete = verdict([None, None, None]);
        incomplete.checks.pop();

        let found = compare(&Expectation::Passes, &listing(), &incomplete);

        assert_eq!(
            found,
            [Discrepancy::new(
                "un veredicto de paso9: uno, dos, tres",
                "el veredicto es de paso9: uno, dos"
            )]
        );
    }

    #[test]
    fn un_juez_sin_comprobaciones_no_aprueba_nada() {
        let mut nothing = listing();
        nothing.checks.clear();
        let mut empty = verdict([None, None, None]);
        empty.checks.clear();

        assert_eq!(compare(&Expectation::Passes, &nothing, &empty).len(), 1);
    }
}
