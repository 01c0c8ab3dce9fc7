//! La clase grande: trescientas entregas con de todo, y el calificador muerto veinte veces;
//! y una mediana, con uno y con dos trabajadores y en cuatro partes.
//!
//! Tardan mucho, así que no se hacen solas:
//!
//! ```console
//! $ cargo test -p taller --test clase_grande -- --ignored --nocapture
//! ```
//!
//! `TALLER_PERSONAS` cambia cuántas entregas y `TALLER_MUERTES` cuántas veces muere.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use common::reports::same;
use common::{Course, Finished, files};
use tempfile::TempDir;

/// Cada cuánto se mira cómo va quien califica.
const GLANCE: Duration = Duration::from_millis(5);
/// La carpeta donde trabajan quienes califican.
const TEMPORARY: &str = "temporal";

/// Una clase generada, y dónde se califica.
struct Big {
    folder: TempDir,
    course: Course,
}

impl Big {
    fn new(people: usize) -> Self {
        let big = Self {
            folder: tempfile::tempdir().unwrap(),
            course: Course::real(),
        };
        let status = Command::new(env!("CARGO"))
            .current_dir(big.course.root())
            .args(["run", "--quiet", "-p", "calificador", "--example", "clase"])
            .args(["--", "variada", &people.to_string()])
            .arg(big.path("clase"))
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success());
        // Lo que se deje atrás se busca por su carpeta: la máquina es de más gente. Los
        // usuarios de la caja tienen que poder atravesarla.
        for name in [".", TEMPORARY] {
            let folder = big.path(name);
            fs::create_dir_all(&folder).unwrap();
            fs::set_permissions(folder, fs::Permissions::from_mode(0o711)).unwrap();
        }
        big
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn start(&self, output: &str) -> Child {
        self.start_with(output, &[])
    }

    fn start_with(&self, output: &str, args: &[&str]) -> Child {
        let mut command = self.course.command();
        command
            .env("TMPDIR", self.path(TEMPORARY))
            .arg("calificar")
            .arg(self.path("clase/entregas.zip"))
            .arg("--tarea")
            .arg(self.path("clase/tarea.toml"))
            .arg("--hoja")
            .arg(self.path("clase/hoja.csv"))
            .arg("--salida")
            .arg(self.path(output))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// Reúne las partes que hay en `output`.
    fn merge(&self, output: &str) -> Finished {
        let mut command = self.course.command();
        command.arg("reunir").arg(self.path(output));
        command.arg("--tarea").arg(self.path("clase/tarea.toml"));
        command.arg("--hoja").arg(self.path("clase/hoja.csv"));
        Finished::from(command.output().unwrap())
    }

    /// Cuántos veredictos hay anotados.
    fn results(&self, output: &str) -> usize {
        let journal = fs::read_to_string(self.path(output).join("diario.jsonl"));
        // El primer renglón dice qué archivo es.
        journal
            .unwrap_or_default()
            .lines()
            .count()
            .saturating_sub(1)
    }

    /// Los informes, salvo lo que se tardó, y el manifiesto.
    fn reports(&self, output: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let root = self.path(output);
        let mut paths = files(&root.join("informes"));
        paths.retain(|path| !path.ends_with("tiempos.csv"));
        paths.push(root.join("manifiesto.json"));
        paths
            .into_iter()
            .map(|path| {
                let name = path.strip_prefix(&root).unwrap().to_owned();
                (name, fs::read(path).unwrap())
            })
            .collect()
    }
}

fn finish(child: Child) -> Finished {
    Finished::from(child.wait_with_output().unwrap())
}

/// Un número que parece al azar y siempre es el mismo.
fn next(seed: &mut u64) -> usize {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap()
}

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Lo que ocupa un proceso en memoria, en KiB, si sigue vivo.
fn resident(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Los procesos que nombran `folder`, la carpeta de una calificación ya terminada.
fn left_behind(folder: &Path) -> Vec<String> {
    let folder = folder.to_str().unwrap();
    let mut left = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).replace('\0', " ");
        if line.contains(folder) {
            left.push(line);
        }
    }
    left
}

#[test]
#[ignore = "tarda muchos minutos"]
fn trescientas_entregas_y_veinte_muertes_dan_los_mismos_informes() {
    let people = setting("TALLER_PERSONAS", 300);
    let deaths = setting("TALLER_MUERTES", 20);
    let big = Big::new(people);
    let mut figures = String::new();

    // De una vez, mirando lo que ocupa.
    let begun = Instant::now();
    let mut child = big.start("de una vez");
    let mut memory = Vec::new();
    while child.try_wait().unwrap().is_none() {
        if let Some(kib) = resident(child.id()) {
            memory.push((big.results("de una vez"), kib));
        }
        thread::sleep(GLANCE * 10);
    }
    let whole = finish(child);
    assert!(matches!(whole.code, Some(0 | 1)), "{}", whole.stderr);
    let total = big.results("de una vez");
    let peak_until = |share: usize| {
        let upto = memory
            .iter()
            .filter(|(count, _)| *count <= total * share / 4);
        upto.map(|(_, kib)| *kib).max().unwrap_or(0)
    };
    let _ = writeln!(
        figures,
        "{people} entregas, {total} trabajos distintos, {:.0} s de una vez; memoria del \
         calificador, hasta cada cuarto: {} · {} · {} · {} KiB",
        begun.elapsed().as_secs_f64(),
        peak_until(1),
        peak_until(2),
        peak_until(3),
        peak_until(4)
    );
    println!("{}", whole.stdout);

    // A trozos: se espera a que llegue a un punto del trabajo, y se le mata.
    let mut seed = 20_261_125;
    let mut moments: Vec<usize> = (0..deaths).map(|_| next(&mut seed) % total).collect();
    moments.sort_unstable();
    let mut killed = Vec::new();
    for moment in moments {
        let mut child = big.start("a trozos");
        while big.results("a trozos") < moment && child.try_wait().unwrap().is_none() {
            thread::sleep(GLANCE);
        }
        // Un poco más, para que no sea siempre justo después de anotar.
        thread::sleep(Duration::from_millis(next(&mut seed) as u64 % 400));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        if ended.code().is_none() {
            killed.push(big.results("a trozos"));
        }
    }
    let rest = finish(big.start("a trozos"));
    assert_eq!(rest.code, whole.code, "{}", rest.stderr);
    let _ = writeln!(
        figures,
        "muerto {} veces, con estos trabajos hechos: {killed:?}",
        killed.len()
    );
    println!("{figures}");

    same(&big.reports("de una vez"), &big.reports("a trozos"));
    let left = left_behind(&big.path(TEMPORARY));
    assert!(left.is_empty(), "han quedado procesos: {left:#?}");
    save("clase_grande.txt", &figures);
}

#[test]
#[ignore = "tarda varios minutos"]
fn con_uno_o_dos_trabajadores_y_en_cuatro_partes_salen_las_mismas_notas() {
    const PARTS: usize = 4;
    let people = setting("TALLER_PERSONAS", 40);
    let big = Big::new(people);
    let mut figures = String::new();
    let mut grade = |output: &str, args: &[&str]| {
        let begun = Instant::now();
        let done = finish(big.start_with(output, args));
        assert!(matches!(done.code, Some(0 | 1)), "{}", done.stderr);
        let seconds = begun.elapsed().as_secs_f64();
        let _ = writeln!(figures, "{output}, {}: {seconds:.1} s", args.join(" "));
    };

    grade("uno", &["--trabajadores", "1"]);
    grade("dos", &["--trabajadores", "2"]);
    for number in 1..=PARTS {
        let part = format!("{number}/{PARTS}");
        grade("partes", &["--parte", &part, "--trabajadores", "2"]);
    }
    let merged = big.merge("partes");

    assert!(matches!(merged.code, Some(0 | 1)), "{}", merged.stderr);
    let _ = writeln!(
        figures,
        "{people} entregas, {} trabajos, {} informes iguales en las tres",
        big.results("uno"),
        big.reports("uno").len()
    );
    same(&big.reports("uno"), &big.reports("dos"));
    same(&big.reports("uno"), &big.reports("partes"));
    println!("{}\n{figures}", merged.stdout);
    save("clase_repartida.txt", &figures);
}

/// Guarda las cifras donde se busquen después.
fn save(name: &str, figures: &str) {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(place, figures).unwrap();
}
