//! Los nombres que cada cual le pone a su archivo.

use std::fs;

use crate::clase;
use crate::clase::zip::Entry as Zipped;
use crate::{GOOD, admitted, from_zip, lines};

/// Los archivos de una entrega para el paso 3, y la línea que resulta.
#[test]
fn a_renamed_file_is_taken_when_there_is_no_doubt_and_always_said() {
    let other = &format!("{GOOD}// otra");
    for (files, expected) in [
        (&[("lib (1).rs", GOOD)][..], "[lib (1).rs] Renamed"),
        (&[("lib_final.rs", GOOD)], "[lib_final.rs] Renamed"),
        (
            &[("mi programa.rs", "fn otra() {}")],
            "[mi programa.rs] Renamed",
        ),
        (&[("lib.rs.txt", GOOD)], "[lib.rs.txt] Renamed"),
        (&[("Paso 3/lib.rs", GOOD)], "[Paso 3/lib.rs] Renamed"),
        (&[("paso3.rs", GOOD)], "[paso3.rs] Renamed"),
        (&[("LIB.RS", GOOD)], "[LIB.RS] Renamed"),
        (
            &[("lib.rs", GOOD), ("lib (1).rs", other)],
            "[lib.rs] Duplicate",
        ),
        (&[("lib.rs", GOOD), ("copia/lib.rs", GOOD)], "[lib.rs] "),
        (
            &[("a/lib.rs", GOOD), ("b/lib.rs", other)],
            "[a/lib.rs] Duplicate",
        ),
        (
            &[("lib.rs", "§"), ("lib_final.rs", GOOD)],
            "[lib_final.rs] Renamed",
        ),
        (&[("uno.rs", "x"), ("dos.rs", "y")], "[] Ambiguous"),
        (&[("main.rs", GOOD)], "[] Ignored,Missing"),
        (&[("paso2/src/lib.rs", GOOD)], "[] Ignored,Missing"),
        (
            &[("tests/lib.rs", GOOD), ("build.rs", "")],
            "[] Ignored,Missing",
        ),
        (&[("lib.rs", "§")], "[lib.rs] Untouched"),
        (&[("lib.rs", "")], "[lib.rs] "),
        (
            &[
                ("exercises/paso3/src/lib.rs", GOOD),
                ("exercises/paso3/src/dialogue.rs", "mod x;"),
                ("exercises/paso3/src/main.rs", ""),
            ],
            "[exercises/paso3/src/lib.rs] Ignored",
        ),
        (&[("entrega.rar", "Rar!")], "[] Rejected,Missing"),
    ] {
        let stub = clase::stub("paso3");
        let zipped: Vec<Zipped> = files
            .iter()
            .map(|(name, text)| {
                let text = if *text == "§" { stub.as_str() } else { text };
                Zipped::new(
                    &format!("Ana_1_assignsubmission_file/{name}"),
                    text.as_bytes(),
                )
            })
            .collect();

        let intake = from_zip(&zipped);

        assert_eq!(
            lines(&intake),
            [format!("1 Ana {expected}")],
            "{:?}",
            intake.entries
        );
    }
}

#[test]
fn with_several_steps_the_functions_say_which_file_is_which() {
    let root = tempfile::tempdir().unwrap();
    let ana = root.path().join("Ana");
    fs::create_dir(&ana).unwrap();
    fs::write(ana.join("lib.rs"), clase::solution("paso1")).unwrap();
    fs::write(ana.join("lib (1).rs"), clase::solution("paso3")).unwrap();
    fs::write(ana.join("lib (2).rs"), "fn nada() {}").unwrap();

    let intake = admitted(root.path(), &["paso1", "paso3", "paso4"], None).unwrap();

    let entry = &intake.entries[0];
    assert_eq!(entry.sources["paso1"].original, "lib.rs");
    assert_eq!(entry.sources["paso3"].original, "lib (1).rs");
    assert!(!entry.sources.contains_key("paso4"));
    assert!(
        entry
            .notices
            .iter()
            .any(|n| n.text == "paso4: falta exercises/paso4/src/lib.rs")
    );
    assert!(
        entry
            .notices
            .iter()
            .any(|n| n.text.contains("no se usa «lib (2).rs»"))
    );
}
