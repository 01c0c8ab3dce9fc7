//! El curso entero, hecho en el navegador: los cinco pasos y los retos, del esqueleto al
//! verde, con cada veredicto por el camino, y el programa que une los pasos.
//!
//! Cada paso pasa por tres versiones: el esqueleto, que lo falla todo; una respuesta
//! equivocada de las que trae el curso, que falla justo lo que dice su cabecera; y la
//! referencia, que lo supera todo.

mod common;

use std::collections::BTreeSet;

use common::browser::Browser;
use common::panel::{Panel, Row};
use common::whole::WholeCourse;

/// De cada paso, una de sus equivocaciones.
const MISTAKES: [(&str, &str); 10] = [
    ("paso1", "privada"),
    ("paso2", "codigo_perdido"),
    ("paso3", "justo_de_mas"),
    ("paso4", "zombi"),
    ("paso5", "drop_vacio"),
    ("reto1", "lo_que_sobra_detras"),
    ("reto2", "sin_recoger"),
    ("reto3", "dos_miradas"),
    ("reto4", "una_plaza_menos"),
    ("reto5", "deja_el_nombre"),
];

/// Lo que una equivocación dice de sí misma: qué falla y qué se lee en su mensaje.
struct Promise {
    failing: BTreeSet<String>,
    told: String,
}

impl Promise {
    fn of(source: &str) -> Self {
        let after = |start: &str| source.lines().find_map(|line| line.strip_prefix(start));
        let caught = after("//! Falla: ").unwrap();
        let (first, told) = caught.split_once(" — «").unwrap();
        let others = after("//! Y por eso: ")
            .into_iter()
            .flat_map(|rest| rest.split(", "));
        Self {
            failing: others.chain([first]).map(str::to_owned).collect(),
            told: told.trim_end_matches('»').replace('`', ""),
        }
    }
}

fn with_status(rows: &[Row], status: &str) -> BTreeSet<String> {
    let matching = rows.iter().filter(|(_, found)| found == status);
    matching.map(|(id, _)| id.clone()).collect()
}

fn ids(rows: &[Row]) -> BTreeSet<String> {
    rows.iter().map(|(id, _)| id.clone()).collect()
}

#[test]
fn los_cinco_pasos_se_hacen_sin_salir_del_libro() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let course = WholeCourse::copied();
    assert_eq!(course.steps(), MISTAKES.map(|(step, _)| step));
    let server = course.serve();

    for (step, mistake) in MISTAKES {
        let panel = Panel::open(&browser, &server, step);
        solve(&course, &panel, step, mistake);
    }

    // Los cinco pasos juntos son el programa, y el curso está terminado: los retos se
    // ven superados, pero no cuentan.
    browser.go(&format!("http://127.0.0.1:{}/programa.html", server.port));
    browser.wait("document.querySelector('.ejercicio.sin-archivo')");
    let panel = Panel { browser: &browser };
    let rows = panel.grade();
    assert_eq!(
        with_status(&rows, "passed"),
        ids(&rows),
        "{}",
        panel.verdict()
    );
    assert!(!rows.is_empty());
    panel.marked("programa", "(superado, 10 de 10 puntos)");
    browser.go(&format!("http://127.0.0.1:{}/index.html", server.port));
    // Los que tienen archivo, y el programa.
    browser.wait(&format!(
        "document.querySelectorAll('.progreso-curso li.bien').length === {}",
        MISTAKES.len() + 1
    ));
    let overview = browser.text(".progreso-curso");
    for part in ["100 %", "6 de 6 pasos superados", "¡Curso terminado!"] {
        assert!(overview.contains(part), "{overview}");
    }
    // Es lo mismo que dice la terminal.
    let told = course.command(&["estado"]).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("¡Curso terminado!"), "{told}");
    assert_eq!(browser.console(), Vec::<String>::new());
}

/// Un paso, del esqueleto al verde.
fn solve(course: &WholeCourse, panel: &Panel, step: &str, mistake: &str) {
    let file = format!("exercises/{step}/src/lib.rs");
    let stub = course.read(&format!("exercises/{step}/esqueleto/lib.rs"));
    let wrong = course.read(&format!("solutions/{step}/equivocadas/{mistake}.rs"));
    let right = course.read(&format!("solutions/{step}/src/lib.rs"));
    panel.marked(step, "(sin empezar)");

    let rows = panel.grade();
    let all = ids(&rows);
    assert_eq!(with_status(&rows, "failed"), all, "{step}: el esqueleto");
    assert!(panel.verdict().starts_with("✗ 0 de 10 puntos"), "{step}");
    let story = panel.browser.text(".ejercicio .comprobacion details");
    assert!(story.contains("Falta escribir"), "{step}: {story}");
    // Y se llega a ella sin buscarla.
    panel.browser.click(".ejercicio .parte + .discreto");
    let line = panel.browser.text(".ejercicio .cm-activeLine");
    assert!(line.contains("todo!"), "{step}: {line}");
    panel.browser.wait(
        "(() => { const caja = document.querySelector('.ejercicio .cm-activeLine').getBoundingClientRect(); \
         return document.elementFromPoint(caja.x + 60, caja.y + caja.height / 2)?.closest('.cm-activeLine'); })()",
    );

    panel.replace(&wrong);
    panel.is("Sin guardar");
    assert_eq!(course.read(&file), stub, "{step}: no se guarda sin pedirlo");
    let rows = panel.grade();
    let promise = Promise::of(&wrong);
    assert_eq!(
        course.read(&file),
        wrong,
        "{step}: lo que se ve es lo que se guarda"
    );
    assert_eq!(ids(&rows), all, "{step}: {mistake}");
    assert_eq!(
        with_status(&rows, "failed"),
        promise.failing,
        "{step}: {mistake}"
    );
    assert!(panel.verdict().starts_with('✗'), "{step}");
    let said = panel
        .browser
        .eval("document.querySelector('.ejercicio .comprobaciones').textContent");
    assert!(
        said.as_str().unwrap().contains(&promise.told),
        "{step}: «{}» no está en {said}",
        promise.told
    );
    assert!(
        panel.mark(step).starts_with("(sin superar, "),
        "{}",
        panel.mark(step)
    );

    panel.replace(&right);
    let rows = panel.grade();
    assert_eq!(course.read(&file), right, "{step}");
    assert_eq!(with_status(&rows, "passed"), all, "{step}: la referencia");
    assert!(
        panel.verdict().starts_with("✓ ¡Paso superado! 10 de 10"),
        "{step}"
    );
    panel.marked(step, "(superado, 10 de 10 puntos)");
    panel.is("Guardado");
}
