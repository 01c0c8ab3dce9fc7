//! Un programa por cada explicación, y `rustc` diciendo lo que de verdad dice hoy.

mod stumbles;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use castellano::rustc::{Explanation, catalogue, explain_all};
use stumbles::{OLDER, Stumble, WHEN_GENERATING, WHEN_LINKING, when_checking};

/// Compilaciones a la vez.
const WORKERS: usize = 4;

/// Lo que dice `rustc` de `source`, con esos argumentos.
fn compile(source: &str, args: &[&str], folder: &Path) -> String {
    fs::write(folder.join("programa.rs"), source).unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--edition", "2024", "--color", "never", "programa.rs"])
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    String::from_utf8(output.stderr).unwrap()
}

/// Nada, si lo primero que se explica de `said` es lo esperado.
fn complaint(expected: &str, said: &str) -> Option<String> {
    let names: Vec<String> = explain_all(said).iter().map(Explanation::name).collect();
    let right = names.first().map(String::as_str) == Some(expected);
    (!right).then(|| format!("«{expected}»: sale {names:?} de\n{said}"))
}

/// Las quejas de compilar cada uno con esos argumentos.
fn complaints(name: &str, stumbles: &[Stumble], args: &[&str]) -> Vec<String> {
    let next = &AtomicUsize::new(0);
    thread::scope(|scope| {
        let worker = |number: usize| {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{number}"));
            fs::create_dir_all(&folder).unwrap();
            let mut wrong = Vec::new();
            while let Some((expected, source)) = stumbles.get(next.fetch_add(1, Ordering::Relaxed))
            {
                wrong.extend(complaint(expected, &compile(source, args, &folder)));
            }
            wrong
        };
        let crew: Vec<_> = (0..WORKERS)
            .map(|number| scope.spawn(move || worker(number)))
            .collect();
        crew.into_iter()
            .flat_map(|one| one.join().unwrap())
            .collect()
    })
}

#[test]
fn cada_programa_recibe_su_explicacion() {
    let wrong = complaints("tipos", &when_checking(), &["--emit", "metadata"]);

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lo_que_se_nota_mas_tarde_tambien() {
    let generating = complaints("codigo", WHEN_GENERATING, &["--emit", "obj"]);
    let (missing_symbol, missing_linker) = WHEN_LINKING.split_at(1);
    let linking = complaints("enlace", missing_symbol, &[]);
    let no_linker = complaints(
        "sin-enlazador",
        missing_linker,
        &["-C", "linker=/no/existe/cc"],
    );

    let wrong = [generating, linking, no_linker].concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn las_versiones_anteriores_tambien_se_entienden() {
    for (expected, said) in OLDER {
        assert_eq!(complaint(expected, said), None);
    }
}

#[test]
fn no_queda_explicacion_sin_programa() {
    let proved = [&when_checking(), WHEN_GENERATING, WHEN_LINKING, OLDER].concat();
    let unproved: Vec<String> = catalogue()
        .map(|known| known.name())
        .filter(|name| proved.iter().all(|(proved, _)| proved != name))
        .collect();

    assert_eq!(unproved, Vec::<String>::new());
}
