//! Los informes, tal como son. `ACTUALIZAR_ESPERADO=1` los guarda de nuevo: lo que
//! cambie se mira en el `git diff` antes de darlo por bueno.

use std::fs;
use std::path::{Path, PathBuf};

use calificador::report::{Format, Output, write};

use crate::clase::Aula;

/// Los archivos que se guardan: uno de cada formato, y de las páginas, una por cada manera
/// de acabar. A las páginas les pasa axe-core revista en `crates/taller/tests`.
const KEPT: [&str; 13] = [
    "estudiantes/nunez-nandu-pepe-2-3-102.html",
    "estudiantes/hyperlink-http-x-104.html",
    "estudiantes/marta-ruiz-105.html",
    "estudiantes/inigo-o-connor-sanchez-106.html",
    "gradescope/nunez-nandu-pepe-2-3-102.json",
    "classroom/nunez-nandu-pepe-2-3-102.json",
    "vpl/nunez-nandu-pepe-2-3-102.txt",
    "resumen.html",
    "notas.csv",
    "tiempos.csv",
    "moodle-calificador.csv",
    "moodle-hoja.csv",
    "junit.xml",
];

fn expected() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/informes/esperado")
}

fn written(aula: &Aula, folder: &Path) -> Vec<PathBuf> {
    let sheet = expected().join("hoja-descargada.csv");
    let output = Output {
        folder,
        formats: &Format::ALL,
        worksheet: Some(&sheet),
    };
    write(&aula.class(), &output).unwrap().files
}

#[test]
fn cada_formato_es_el_que_se_guardo() {
    let folder = tempfile::tempdir().unwrap();
    written(&Aula::full(), folder.path());
    let update = std::env::var_os("ACTUALIZAR_ESPERADO").is_some();

    for name in KEPT {
        let now = fs::read(folder.path().join(name)).unwrap();
        let kept = expected().join(name);
        if update {
            fs::create_dir_all(kept.parent().unwrap()).unwrap();
            fs::write(&kept, &now).unwrap();
        }
        let before = fs::read(&kept).unwrap_or_default();
        assert_eq!(
            String::from_utf8_lossy(&now),
            String::from_utf8_lossy(&before),
            "{name}"
        );
    }
}

#[test]
fn los_mismos_resultados_dan_los_mismos_bytes_aunque_tarden_otra_cosa() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut slower = Aula::full();
    for grade in slower.grades.0.values_mut() {
        grade.duration_ms += 5000;
    }

    let files = written(&Aula::full(), first.path());
    written(&slower, second.path());

    for path in files {
        let name = path.strip_prefix(first.path()).unwrap();
        let same = fs::read(&path).unwrap() == fs::read(second.path().join(name)).unwrap();
        assert_eq!(same, name != Path::new("tiempos.csv"), "{}", name.display());
    }
    for person in fs::read_dir(first.path().join("estudiantes")).unwrap() {
        let name = person.unwrap().file_name();
        let page = |folder: &Path| fs::read(folder.join("estudiantes").join(&name)).unwrap();
        assert_eq!(page(first.path()), page(second.path()));
    }
}
