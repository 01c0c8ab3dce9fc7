//! El juez del paso 3: hace a tu programa y a la referencia las mismas preguntas,
//! y compara las respuestas byte a byte.

mod case;
mod diagnosis;
mod rivals;

use juez::generated::for_all;
use juez::generated::proptest::prelude::*;
use juez::{Bench, CheckResult, Failure, Judge, Step, chatter};

use case::Case;
use rivals::Rivals;

/// Casos generados en la comparación con la referencia.
const GENERATED: usize = 2000;

/// El juez de este paso, con sus comprobaciones en el orden en que se hacen.
pub fn judge(step: Step) -> Judge {
    Judge::new(step)
        .check(
            "ida_y_vuelta",
            "Lo que se escribe se lee igual",
            2,
            round_trip,
        )
        .check(
            "terminador",
            "Acaba en NUL, y lo de detrás no se toca",
            1,
            terminator,
        )
        .check("justo", "Cabe justo, y un byte más ya no", 1, exact_fit)
        .check("nul", "Un NUL dentro del texto se rechaza", 1, inner_nul)
        .check(
            "intacta",
            "Si hay error, la región no cambia",
            1,
            untouched_on_error,
        )
        .check(
            "sin_final",
            "Sin terminador no se lee más allá",
            1,
            unterminated,
        )
        .check("utf8", "Lo que no es UTF-8 se rechaza", 1, invalid_utf8)
        .check(
            "hijo",
            "El hijo lee lo que escribió el padre",
            1,
            child_reads,
        )
        .check(
            "referencia",
            "Igual que la referencia en 2000 casos",
            1,
            like_reference,
        )
}

/// Textos con lo que suele romper las cosas: vacío, ñ, tildes, un emoji, un NUL no.
const TEXTS: [&str; 6] = [
    "",
    "a",
    "Hola",
    "¡Mañana será otro día!",
    "🦀",
    "línea\notra\ttab",
];

fn round_trip(bench: &Bench) -> CheckResult {
    let rivals = Rivals::new(bench)?;
    for text in TEXTS {
        let write = Case::write(vec![0xAA; 64], text);
        rivals.same(&write)?;
        let mut region = text.as_bytes().to_vec();
        region.extend([0, 0xAA, 0xFF]);
        rivals.same(&Case::read(region))?;
    }
    Ok(())
}

fn terminator(bench: &Bench) -> CheckResult {
    let rivals = Rivals::new(bench)?;
    for text in TEXTS {
        // Con basura debajo se ve si falta el NUL y si se pisa lo que sigue.
        rivals.same(&Case::write((1..=96).collect(), text))?;
    }
    Ok(())
}

fn exact_fit(bench: &Bench) -> CheckResult {
    let rivals = Rivals::new(bench)?;
    for text in ["", "x", "justo", "ñandú"] {
        for room in text.len().saturating_sub(1)..=text.len() + 2 {
            rivals.same(&Case::write(vec![0xEE; room], text))?;
        }
    }
    Ok(())
}

fn inner_nul(bench: &Bench) -> CheckResult {
    let rivals = Rivals::new(bench)?;
    for text in ["\0", "ho\0la", "año\0", "dos\0\0"] {
        rivals.same(&Case::write(vec![0xEE; 32], text))?;
    }
    // Con los dos errores a la vez, el del NUL va primero.
    rivals.same(&Case::write(vec![0xEE; 2], "lar\0go"))
}

fn untouched_on_error(bench: &Bench) -> CheckResult {
    let rivals = Rivals::new(bench)?;
    for room in [0, 1, 4, 9] {
        rivals.same(&Case::write(vec![0x55; room], "demasiado largo"))?;
    }
    rivals.same(&Case::write(vec![0x55; 32], "bien\0mal"))
}

fn unterminated(bench: &Bench) -> CheckResult {
    let rivals = Rivals::new(bench)?;
    rivals.same(&Case::read(vec![]))?;
    for room in [1, 7, 64, 4096] {
        rivals.same(&Case::read(vec![b'a'; room]))?;
    }
    // Sin terminador y sin UTF-8: lo primero que hay que decir es que no acaba.
    rivals.same(&Case::read(vec![0xFF, 0xFE]))
}

fn invalid_utf8(bench: &Bench) -> CheckResult {
    let rivals = Rivals::new(bench)?;
    for bytes in [
        &[0xFF, 0][..],
        &[b'a', 0xC3, 0],
        &[0xED, 0xA0, 0x80, 0],
        &[0xC0, 0x80, 0],
    ] {
        rivals.same(&Case::read(bytes.to_vec()))?;
    }
    // Lo que hay detrás del terminador ya no es del mensaje.
    rivals.same(&Case::read(vec![b'o', b'k', 0, 0xFF, 0xFE]))
}

fn child_reads(bench: &Bench) -> CheckResult {
    for message in ["¡Hola!", "", "pingüino 🐧"] {
        let (actual, expected) = bench.run_both(&["--mensaje", message, "--bytes", "64"])?;
        bench.nobody_left(&actual)?;
        if let Some(failure) = chatter(&actual.out(), &expected.out()) {
            return Err(failure);
        }
        if actual.out() != expected.out() {
            return Err(Failure::expected(format!(
                "La salida de la referencia: «{}».",
                expected.out().trim_end()
            ))
            .happened(format!("«{}».", actual.out().trim_end()))
            .cause("Lo que escribe el padre no es lo que entiende el hijo.")
            .next("Ejecuta `cargo run -p paso3 -- --mensaje \"¡Hola!\"` y compara."));
        }
    }
    Ok(())
}

fn like_reference(bench: &Bench) -> CheckResult {
    let rivals = Rivals::new(bench)?;
    for_all(
        GENERATED,
        &cases(),
        |cases| rivals.first_difference(cases),
        |case| rivals.same(case),
    )
}

/// Casos de los dos tipos; los textos y las regiones, de tamaños parecidos, para
/// que los bordes salgan a menudo.
fn cases() -> impl Strategy<Value = Case> {
    let garbage = prop::collection::vec(any::<u8>(), 0..24);
    let any_text = prop_oneof![
        3 => "[a-zñáé ]{0,24}",
        2 => prop::collection::vec(any::<char>(), 0..8).prop_map(String::from_iter),
        1 => prop::collection::vec(prop_oneof![Just('\0'), any::<char>()], 0..6).prop_map(String::from_iter),
    ];
    let terminated = (any_text.clone(), garbage.clone()).prop_map(|(text, rest)| {
        let mut region = text.into_bytes();
        region.push(0);
        region.extend(rest);
        region
    });
    prop_oneof![
        2 => (garbage.clone(), any_text).prop_map(|(region, text)| Case::write(region, &text)),
        1 => terminated.prop_map(Case::read),
        1 => garbage.prop_map(Case::read),
    ]
}
