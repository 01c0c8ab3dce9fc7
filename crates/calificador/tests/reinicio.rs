//! Matar al calificador de verdad, con SIGKILL, en cualquier momento, y volver a empezar.
//!
//! El calificador es este mismo programa de pruebas, lanzado otra vez con una variable de
//! entorno: `child` califica la descarga que se le diga con el examinador de guion y
//! escribe una especie de informes.

mod clase;

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;

use calificador::intake::Request;
use calificador::journal::Bench;
use calificador::model::GradeBook;
use calificador::run::{Crew, Selection, Session, WorkFolder, publish};
use clase::guion::{Scripted, Silent};
use clase::zip;

const INPUT: &str = "PRUEBA_ENTREGAS";
const OUTPUT: &str = "PRUEBA_SALIDA";
const PICTURE: &str = "PRUEBA_DIBUJO";

/// No es una prueba: es el calificador que lanzan las demás. Sin sus variables no hace
/// nada.
#[test]
fn child() {
    let (Some(input), Some(output)) = (std::env::var_os(INPUT), std::env::var_os(OUTPUT)) else {
        return;
    };
    let picture = std::env::var(PICTURE).map_or(0, |bytes| bytes.parse().unwrap());
    let output = PathBuf::from(output);
    let mut session = Session::admit(
        WorkFolder::open(&output, None).unwrap(),
        &Request {
            input: Path::new(&input),
            steps: &clase::steps(),
            assigned: &["paso3".to_owned()],
            roster: None,
            due: &|_| None,
        },
        Bench {
            toolchain: "t".into(),
            boxed: true,
        },
    )
    .unwrap();
    let crew = Crew {
        examiner: &Scripted {
            picture,
            ..Scripted::default()
        },
        workers: 2,
        stop: &AtomicBool::new(false),
        progress: &Silent,
    };
    let works = session.pending(&Selection::default()).unwrap();
    crew.grade(&works, &mut session.journal).unwrap();
    assert!(session.results().pending().is_empty());
    publish(&output, false, |folder| {
        for entry in &session.manifest.entries {
            let grade = session.results().grade(entry, "paso3")?.unwrap();
            let path = folder.join(format!("{}.json", entry.id));
            fs::write(path, serde_json::to_vec(&grade)?)?;
        }
        Ok(())
    })
    .unwrap();
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    fs::write(output.join("memoria"), peak).unwrap();
}

fn start(input: &Path, output: &Path, picture: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child"])
        .env(INPUT, input)
        .env(OUTPUT, output)
        .env(PICTURE, picture.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn run(input: &Path, output: &Path, picture: usize) {
    assert!(start(input, output, picture).wait().unwrap().success());
}

/// Una descarga de `people` personas.
fn download(root: &Path, people: usize) -> PathBuf {
    let path = root.join("descarga.zip");
    fs::write(&path, zip::zip(&clase::moodle_class("paso3", people))).unwrap();
    path
}

/// El manifiesto y los informes, con sus nombres.
fn reports(output: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(output.join("informes"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .chain([output.join("manifiesto.json")])
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Un número que cambia con cada vez, y siempre igual.
fn next(seed: &mut u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// Por dónde va el calificador: archivos guardados, bytes del diario e informes.
fn progress(output: &Path) -> u64 {
    let count = |folder: &str| {
        fs::read_dir(output.join(folder)).map_or(0, |entries| entries.count() as u64)
    };
    let journal = fs::metadata(output.join("diario.jsonl")).map_or(0, |data| data.len());
    count("fuentes") + journal / 97 + count(".informes-nuevos") + count("informes")
}

#[test]
fn killed_twenty_times_anywhere_it_ends_in_the_same_reports() {
    let root = tempfile::tempdir().unwrap();
    let input = download(root.path(), 300);
    let clean = root.path().join("de una vez");
    run(&input, &clean, 0);
    let total = progress(&clean);
    let mut seed = 20_261_125;
    let mut killed = 0;
    let mut at = Vec::new();

    for turn in 0..20 {
        let output = root.path().join(format!("a trozos {}", turn / 4));
        let moment = next(&mut seed) % total;
        let mut child = start(&input, &output, 0);
        // Se espera a que llegue a ese punto del trabajo, no a que pase un tiempo.
        while progress(&output) < moment && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed += usize::from(status.signal() == Some(9));
        at.push(progress(&output));
        if turn % 4 == 3 {
            run(&input, &output, 0);
            assert!(reports(&output) == reports(&clean), "tanda {}", turn / 4);
        }
    }

    println!("muerto {killed} de 20 veces, en los puntos {at:?} de {total}");
    assert!(killed >= 15, "solo se llegó a tiempo {killed} veces de 20");
}

#[test]
fn a_long_class_takes_no_more_memory_than_a_short_one() {
    let root = tempfile::tempdir().unwrap();
    let peak = |people: usize, picture: usize| {
        let input = download(root.path(), people);
        let output = root.path().join(format!("{people}"));
        run(&input, &output, picture);
        let text = fs::read_to_string(output.join("memoria")).unwrap();
        let kib: u64 = text.split_whitespace().nth(1).unwrap().parse().unwrap();
        kib
    };

    // Con resultados de 20 KiB, los de 1000 personas son unos 14 MiB.
    let small = peak(50, 20 << 10);
    let large = peak(1000, 20 << 10);

    println!("50 personas: {small} KiB; 1000 personas: {large} KiB");
    assert!(large < small + (6 << 10), "{small} KiB → {large} KiB");
}
