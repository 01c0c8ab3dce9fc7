//! Los muestrarios de ataques y de raros, por escrito: que cada archivo diga lo que
//! tiene que decir y que no falte ninguno. Aquí no se compila ni se ejecuta nada.

#[path = "ataques/corpus.rs"]
mod corpus;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use calificador::model::Code;
use corpus::{Copies, Names, Specimen};

/// Una cabecera sin nada que reprochar.
const ATTACK: &str = "//! Ataque: uno.\n//! Paso: paso1\n//! Código: MAL o SEÑAL\n\
                      //! Final: si_cuela\n//! Colaría si: pasa.\n\nfn attempt() {}\n";
const ODDITY: &str = "//! Rareza: una.\n//! Paso: paso3\n\npub fn f() {}\n";

fn whole(specimens: Vec<Result<Specimen, String>>) -> Vec<Specimen> {
    specimens
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap_or_else(|why| panic!("{why}"))
}

/// Algo distinto para cada nombre que se sabe al examinar.
fn names() -> Names {
    [
        "REFERENCIA",
        "CANARIO",
        "VECINO",
        "PUERTO",
        "NOMBRE",
        "CENTINELA",
        "ENTREGA",
        "OTRA",
    ]
    .map(|name| (name, "7".to_owned()))
    .into()
}

#[test]
fn there_are_enough_attacks_of_every_class() {
    let mut classes = BTreeMap::new();
    for attack in whole(corpus::attacks()) {
        let (class, _) = attack.name.split_once('/').unwrap();
        *classes.entry(class.to_owned()).or_insert(0) += 1;
    }

    assert_eq!(classes.len(), 3, "{classes:?}");
    assert!(classes.values().all(|count| *count >= 10), "{classes:?}");
    assert!(classes.values().sum::<usize>() >= 45, "{classes:?}");
}

#[test]
fn there_are_oddities_of_the_five_steps() {
    let oddities = whole(corpus::oddities());

    let steps: BTreeSet<&str> = oddities.iter().map(|odd| odd.step.as_str()).collect();
    assert_eq!(steps.len(), 5, "{steps:?}");
    assert!(oddities.len() >= 15);
    assert!(oddities.iter().all(|odd| odd.codes == [Code::Good]));
}

#[test]
fn no_attack_is_expected_to_get_away_with_it() {
    let allowed = [
        Code::Wrong,
        Code::DoesNotCompile,
        Code::OutOfTime,
        Code::OutOfMemory,
        Code::TooManyProcesses,
        Code::Killed,
        Code::Forbidden,
    ];
    for attack in whole(corpus::attacks()) {
        let different: BTreeSet<Code> = attack.codes.iter().copied().collect();

        assert!(!attack.codes.is_empty(), "{}", attack.name);
        assert_eq!(different.len(), attack.codes.len(), "{}", attack.name);
        assert!(
            different.iter().all(|code| allowed.contains(code)),
            "{}",
            attack.name
        );
    }
}

#[test]
fn what_is_examined_has_no_blanks_left() {
    for specimen in whole(corpus::attacks())
        .into_iter()
        .chain(whole(corpus::oddities()))
    {
        let source = specimen.source(&names());

        for blank in [
            "@REPITE",
            "@REFERENCIA",
            "@CANARIO",
            "@VECINO",
            "@ENTREGA",
            "@OTRA",
        ] {
            assert!(!source.contains(blank), "{}: {blank}", specimen.name);
        }
        assert!(!source.contains("PUERTO@"), "{}", specimen.name);
        assert!(!source.contains("CENTINELA@"), "{}", specimen.name);
        assert!(!source.contains("NOMBRE@"), "{}", specimen.name);
    }
}

#[test]
fn two_submissions_know_each_other_by_name() {
    let other: Names = names()
        .into_iter()
        .map(|(name, _)| (name, "8".to_owned()))
        .collect();
    for attack in whole(corpus::attacks()) {
        if attack.copies != Copies::One {
            assert_ne!(
                attack.source(&names()),
                attack.source(&other),
                "{}",
                attack.name
            );
        }
    }
}

#[test]
fn every_oddity_and_every_attack_is_different() {
    let mut seen = BTreeMap::new();
    for specimen in whole(corpus::attacks())
        .into_iter()
        .chain(whole(corpus::oddities()))
    {
        let before = seen.insert(specimen.source(&names()), specimen.name.clone());

        assert_eq!(before, None, "es igual que {}", specimen.name);
    }
}

#[test]
fn a_wrong_header_is_said_and_never_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("uno.rs");
    let told = |text: &str| {
        fs::write(&path, text).unwrap();
        corpus::read_attack(&path)
    };

    let attack = told(ATTACK).unwrap();
    assert_eq!(attack.codes, [Code::Wrong, Code::Killed]);
    assert!(attack.source(&names()).contains("pub fn allocate"));
    for (was, now) in [
        ("Ataque", "Atajo"),
        ("uno.", "uno"),
        ("paso1", "paso77"),
        ("MAL", "BIEN"),
        ("MAL", "INFRA"),
        ("MAL", "NO_ENTREGADO"),
        (" o ", ", "),
        ("si_cuela", "no_existe"),
        ("//! Colaría si: pasa.\n", ""),
        ("//! Paso: paso1\n", "//! Paso: paso1\n//! Paso: paso1\n"),
        ("//! Final", "//! Veces: 3\n//! Final"),
        ("//! Final", "//! Veces: 2\n//! A la vez: 2\n//! Final"),
    ] {
        let wrong = ATTACK.replacen(was, now, 1);
        assert_ne!(wrong, ATTACK);
        assert!(told(&wrong).is_err(), "se admite con «{now}»");
    }
}

#[test]
fn a_wrong_oddity_is_said_and_never_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("uno.rs");
    let told = |text: &str| {
        fs::write(&path, text).unwrap();
        corpus::read_oddity(&path)
    };

    assert_eq!(told(ODDITY).unwrap().step, "paso3");
    for (was, now) in [
        ("Rareza", "Rara"),
        ("una.", "una"),
        ("paso3", "paso9"),
        ("//! Paso", "//! Código: MAL\n//! Paso"),
        ("//! Paso: paso3\n", ""),
    ] {
        assert!(
            told(&ODDITY.replacen(was, now, 1)).is_err(),
            "se admite con «{now}»"
        );
    }
}

#[test]
fn repetitions_are_written_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("uno.rs");
    fs::write(&path, format!("{ODDITY}// a@REPITE 3 (@b@REPITE 2 x y@c")).unwrap();

    let source = corpus::read_oddity(&path).unwrap().source(&names());

    assert!(source.ends_with("// a(((bx yx yc"), "{source}");
}
