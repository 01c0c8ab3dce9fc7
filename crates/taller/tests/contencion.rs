//! Lo que se cuenta de la contención (`src/run/contencion.md`) sigue siendo lo que hay: cada
//! prueba que se nombra existe y se ejecuta siempre, y ninguna se queda sin nombrar.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Lo que se nombra así: el archivo de pruebas y la prueba.
struct Named {
    file: String,
    test: String,
}

fn document() -> String {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(package.join("src/run/contencion.md")).unwrap()
}

/// Las celdas de cada fila de las tablas, sin las cabeceras.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| intento"));
    lines
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

/// Las pruebas que se nombran en una celda.
fn named_in(cell: &str) -> Vec<Named> {
    let quoted = cell.split('`').skip(1).step_by(2);
    quoted
        .filter_map(|word| word.split_once("::"))
        .map(|(file, test)| Named {
            file: file.to_owned(),
            test: test.to_owned(),
        })
        .collect()
}

/// Si esa prueba existe y no está apartada: entre el atributo y la función no hay nada,
/// ni `ignore`.
fn exists(named: &Named) -> bool {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = package.join(format!("tests/{}.rs", named.file));
    let text = fs::read_to_string(path).unwrap_or_default();
    text.contains(&format!("\n#[test]\nfn {}() {{\n", named.test))
}

#[test]
fn cada_prueba_que_se_nombra_existe_y_no_esta_apartada() {
    let text = document();
    let named: Vec<Named> = rows(&text)
        .into_iter()
        .flatten()
        .flat_map(named_in)
        .collect();
    assert!(
        named.len() > 50,
        "no se ha entendido el documento: {}",
        named.len()
    );

    for one in named {
        assert!(exists(&one), "no existe {}::{}", one.file, one.test);
    }
}

/// Ninguna casilla se queda sin decir qué la prueba, o por qué no hace falta o no se puede.
#[test]
fn cada_casilla_dice_que_la_prueba() {
    let reasons = ["la misma", "el mismo", "sin contener: "];
    let text = document();
    let rows = rows(&text);
    assert!(rows.len() > 20, "no se ha entendido el documento");

    for row in rows {
        let [attempt, stops, proofs @ ..] = row.as_slice() else {
            panic!("a una fila le faltan casillas: {row:?}");
        };
        assert!(!stops.is_empty() && proofs.len() == 3, "{attempt}: {row:?}");
        for proof in proofs {
            let has_reason = reasons.iter().any(|reason| proof.starts_with(reason));
            assert!(
                has_reason || !named_in(proof).is_empty(),
                "{attempt}: {proof:?}"
            );
        }
        assert!(
            !named_in(proofs[0]).is_empty(),
            "{attempt}: sin ninguna prueba"
        );
    }
}

/// Lo que se prueba contra un ataque está en el documento: si no, nadie sabe que lo está.
#[test]
fn ningun_ataque_probado_se_queda_fuera() {
    let text = document();
    let known: BTreeSet<String> = rows(&text)
        .into_iter()
        .flatten()
        .flat_map(named_in)
        .map(|one| one.test)
        .collect();
    // Lo que prueban estas no es un intento, sino que contener no estropea lo demás.
    let harmless = [
        "demasiados_procesos_se_paran_todos",
        "el_vigia_no_aparece_en_la_ayuda",
        "explorar_cientos_de_planes_no_es_tener_cientos_de_procesos",
        "la_memoria_compartida_se_cuenta_una_vez",
        "quien_arranca_no_recoge_lo_de_otro_que_sigue_en_marcha",
    ];
    for file in [
        "al_terminar",
        "explorar_hostil",
        "ejercicio_hostil",
        "limites",
    ] {
        let path = format!("{}/tests/{file}.rs", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        for part in text.split("#[test]\nfn ").skip(1) {
            let name = part.split_once("()").unwrap().0;
            assert!(
                known.contains(name) || harmless.contains(&name),
                "{file}::{name} no está en contencion.md"
            );
        }
    }
}
