//! Cuánto cuesta comparar una clase: `cargo bench -p calificador --bench parecidos`.
//!
//! La unidad es lo que se tarda en leer esos mismos archivos del disco y contar sus
//! líneas: lo menos que puede costar mirarlos. Solo se comparan cifras de una misma
//! ejecución.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use calificador::similarity::{Document, Settings, Similarity, compare};

/// Medidas de cada cosa; se da la mediana.
const ROUNDS: usize = 5;

fn main() {
    println!("clase                  archivos     leer  comparar    razón  µs/pareja");
    for size in [40, 200, 1000] {
        measure("respuestas de paso4", &real_class(size));
    }
    // Lo peor que se puede entregar: archivos llenos hasta el tope, y cada trozo en
    // tantos como se puede sin que deje de contar.
    measure("1000 archivos enormes", &hostile_class(1000));
}

fn measure(name: &str, texts: &[String]) {
    let folder = std::env::temp_dir().join(format!("parecidos-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("hay donde escribir");
    let ids: Vec<String> = (0..texts.len()).map(|n| format!("{n:04}")).collect();
    for (id, text) in ids.iter().zip(texts) {
        fs::write(folder.join(id), text).expect("cabe");
    }
    let read = median(|| {
        let lines = |id| fs::read_to_string(folder.join(id)).map(|text| text.lines().count());
        black_box(ids.iter().filter_map(|id| lines(id).ok()).sum::<usize>());
    });
    let documents: Vec<Document> = ids
        .iter()
        .zip(texts)
        .map(|(id, text)| Document { id, text })
        .collect();
    let known = [
        given("solutions/paso4/src/lib.rs"),
        given("exercises/paso4/esqueleto/lib.rs"),
    ];
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut found: Option<Similarity> = None;
    let compared =
        median(|| found = Some(compare("paso4", &documents, &known, &Settings::default())));
    let pairs = found.map_or(0, |found| found.distribution.pairs).max(1);
    println!(
        "{name:22} {:>8} {:>6.1?} ms {:>6.1} ms {:>8.1} {:>10.2}",
        texts.len(),
        millis(read),
        millis(compared),
        millis(compared) / millis(read),
        1000.0 * millis(compared) / f64::from(u32::try_from(pairs).unwrap_or(u32::MAX)),
    );
    let _ = fs::remove_dir_all(folder);
}

/// Las respuestas del curso repetidas, cada una con alguna función propia.
fn real_class(size: usize) -> Vec<String> {
    let mut answers = Vec::new();
    for folder in ["alternativas", "equivocadas"] {
        let folder = root().join("solutions/paso4").join(folder);
        for entry in fs::read_dir(folder)
            .expect("está en el repositorio")
            .flatten()
        {
            answers.push(fs::read_to_string(entry.path()).expect("es texto"));
        }
    }
    (0..size)
        .map(|student| {
            let own = own_function(student);
            format!("{}\n{own}", answers[student % answers.len()])
        })
        .collect()
}

fn own_function(student: usize) -> String {
    const PARTS: [&str; 5] = [
        "a = b;",
        "f(x)?;",
        "if c { d(); }",
        "v[i] += 1;",
        "loop { break }",
    ];
    let mut seed = student;
    let body: String = (0..10)
        .map(|_| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1442);
            PARTS[(seed >> 33) % PARTS.len()]
        })
        .collect();
    format!("fn own() {{ {body} }}")
}

fn hostile_class(size: usize) -> Vec<String> {
    (0..size).map(|student| noise(student % 5)).collect()
}

/// Signos al azar: casi ninguna ristra se repite dentro del archivo.
fn noise(seed: usize) -> String {
    const SIGNS: &[u8] = b";.@~?:$=!<>-&|+*^%";
    let mut state = seed;
    let signs = (0..256 * 1024).map(|_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(SIGNS[(state >> 33) % SIGNS.len()])
    });
    std::iter::once('{').chain(signs).collect()
}

fn median(mut measured: impl FnMut()) -> Duration {
    let mut all: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            measured();
            started.elapsed()
        })
        .collect();
    all.sort();
    all[ROUNDS / 2]
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn given(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("está en el repositorio")
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
