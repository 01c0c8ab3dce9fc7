//! Cuánto cuesta la caja: `cargo bench -p calificador --bench caja`.
//!
//! La unidad es lo menos que puede costar calificar una entrega: compilarla con un
//! `rustc` a secas, con las mismas opciones, y ejecutar una vez lo compilado. Lo que se
//! compara es el examen entero: compilar en una caja, y en otra el juez con todas sus
//! comprobaciones y todos sus órdenes. Las dos cosas se miden una detrás de otra, y solo
//! se comparan cifras de una misma ejecución.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use calificador::cage::{Account, Protections, Workshop};
use calificador::compile::{Compiler, Course, Outcome, Toolchain, prebuild, swift_options};
use calificador::examine::{BoxedExaminer, Options, prepare};
use calificador::model::{Code, Examiner, Work};
use calificador::step;

/// Medidas de cada cosa; se da la mediana.
const ROUNDS: usize = 7;
const STEPS: [&str; 5] = ["paso1", "paso2", "paso3", "paso4", "paso5"];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().expect("el curso existe");
    let steps = STEPS.map(str::to_owned);
    // La primera vez también compila con cargo: la que cuenta es la siguiente.
    drop(prepare(&root, &steps, Options::default(), &|_| ()).expect("hay caja"));
    let start = Instant::now();
    let examiner = prepare(&root, &steps, Options::default(), &|_| ()).expect("hay caja");
    println!(
        "preparar los cinco pasos, con todo ya compilado: {:.0} ms\n",
        millis(start.elapsed())
    );
    let known = step::discover(&root).expect("hay pasos");
    let chosen: Vec<_> = known
        .into_iter()
        .filter(|step| STEPS.contains(&step.name.as_str()))
        .collect();
    let course = prebuild(&root, &chosen, &|_| ()).expect("el curso compila");
    println!("paso     a secas    examen    razón");
    for step in STEPS {
        measure(&root, &course, &examiner, step);
    }
}

fn measure(root: &Path, course: &Course, examiner: &BoxedExaminer, step: &str) {
    let folder = tempfile::tempdir().expect("hay donde escribir");
    let bare = Bare::new(root, course, step, &folder.path().join("bibliotecas"));
    let solution = root.join("solutions").join(step).join("src/lib.rs");
    let solution = fs::read_to_string(solution).expect("hay solución");
    let (mut alone, mut boxed) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // Cada vez distinta: lo ya examinado no se vuelve a examinar.
        let source = format!("{solution}\n// {round}\n");
        let place = folder.path().join(round.to_string());
        fs::create_dir(&place).expect("cabe");
        alone.push(bare.compile_and_run(&source, &place));
        boxed.push(examine(examiner, step, &source, &place));
    }
    let (alone, boxed) = (median(alone), median(boxed));
    println!(
        "{step:6} {:>7.0} ms {:>6.0} ms {:>8.2}",
        millis(alone),
        millis(boxed),
        millis(boxed) / millis(alone)
    );
}

fn examine(examiner: &BoxedExaminer, step: &str, source: &str, place: &Path) -> Duration {
    let file = place.join("entrega.rs");
    fs::write(&file, source).expect("cabe");
    let work = Work {
        step: step.to_owned(),
        source: file,
        sha256: source.to_owned(),
    };
    let start = Instant::now();
    let grade = examiner.examine(&work, 0, &AtomicBool::new(false));
    let elapsed = start.elapsed();
    assert_eq!(grade.code, Code::Good, "{grade:#?}");
    elapsed
}

/// Un `rustc` a secas y una ejecución.
struct Bare {
    compiler: Compiler,
    workshop: Workshop,
}

impl Bare {
    fn new(root: &Path, course: &Course, step: &str, kit: &Path) -> Self {
        fs::create_dir(kit).expect("cabe");
        let toolchain = Toolchain::bare(root).expect("hay compilador");
        let sysroot = toolchain.sysroot().expect("está en su carpeta");
        let linking = swift_options(sysroot, kit).expect("hay sitio");
        let build = &course.steps[step];
        let none = Protections {
            word_check: false,
            object_check: false,
            ..Protections::default()
        };
        Self {
            compiler: Compiler::prepare(step, build, kit, sysroot, &linking).expect("está todo"),
            workshop: Workshop::new(PathBuf::new(), PathBuf::new(), none)
                .expect("no hace falta nada"),
        }
    }

    fn compile_and_run(&self, source: &str, place: &Path) -> Duration {
        let start = Instant::now();
        let compiled = self.compiler.compile(
            source.as_bytes(),
            place,
            (&self.workshop, false),
            Account::Own,
            &AtomicBool::new(false),
        );
        let Ok(Outcome::Compiled(product)) = compiled else {
            panic!("la solución compila: {compiled:?}");
        };
        let program = product.folder.join(&product.name);
        let ran = Command::new(program)
            .stdin(Stdio::null())
            .output()
            .expect("es un programa");
        let elapsed = start.elapsed();
        assert!(ran.status.success() || !ran.stderr.is_empty());
        elapsed
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
