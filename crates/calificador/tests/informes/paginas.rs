//! La carpeta de informes, como la abre un docente.

use std::fs;
use std::path::Path;

use calificador::model::NoticeKind;
use calificador::report::{Format, Output, class_page, student_page, write};

use crate::clase::{Aula, crowd, notice};

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Los destinos de los enlaces de una página que no salen de la carpeta.
fn links(page: &str) -> Vec<&str> {
    page.split("href=\"")
        .skip(1)
        .map(|rest| &rest[..rest.find('"').unwrap()])
        .filter(|link| !link.starts_with('#'))
        .collect()
}

#[test]
fn el_resumen_enlaza_con_la_pagina_de_cada_persona() {
    // Se queda en `target/tmp/informes`: así se puede abrir y mirar.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("informes");
    let aula = crowd();
    let output = Output {
        folder: &folder,
        formats: &Format::DEFAULT,
        worksheet: None,
    };

    write(&aula.class(), &output).unwrap();

    let page = read(&folder, "resumen.html");
    let links = links(&page);
    for link in &links {
        assert!(folder.join(link).is_file(), "{link}");
    }
    for entry in &aula.manifest.entries {
        let ending = format!("-{}.html", entry.id);
        assert!(
            links.iter().any(|link| link.ends_with(&ending)),
            "{}",
            entry.id
        );
    }
}

#[test]
fn un_informe_parcial_lo_dice_en_el_nombre_y_dentro() {
    let folder = tempfile::tempdir().unwrap();
    let mut aula = Aula::full();
    aula.partial = true;
    aula.manifest.boxed = false;
    let output = Output {
        folder: folder.path(),
        formats: &Format::ALL,
        worksheet: None,
    };

    let files = write(&aula.class(), &output).unwrap().files;

    for file in &files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        assert!(name.ends_with("-parcial"), "{name}");
    }
    let ana = "ana-garcia-lopez-101";
    for (name, partial, unboxed) in [
        (
            "resumen-parcial.html".to_owned(),
            "Informe parcial",
            "sin la caja",
        ),
        (
            format!("estudiantes-parcial/{ana}.html"),
            "Informe parcial",
            "sin la caja",
        ),
        (
            format!("gradescope-parcial/{ana}.json"),
            "Informe parcial",
            "sin la caja",
        ),
        (
            format!("vpl-parcial/{ana}.txt"),
            "Informe parcial",
            "sin la caja",
        ),
        (
            "notas-parcial.csv".to_owned(),
            "sin caja; parcial",
            "sin caja",
        ),
        (
            "notas-parcial.json".to_owned(),
            "\"partial\": true",
            "\"boxed\": false",
        ),
        (
            "moodle-calificador-parcial.csv".to_owned(),
            "Informe parcial",
            "sin la caja",
        ),
        (
            "junit-parcial.xml".to_owned(),
            "Informe parcial",
            "sin la caja",
        ),
    ] {
        let text = read(folder.path(), &name);
        assert!(text.contains(partial) && text.contains(unboxed), "{name}");
    }
    assert!(!folder.path().join("resumen.html").exists());
}

#[test]
fn un_fallo_se_cuenta_en_sus_cuatro_partes_con_dibujo_y_enlace() {
    let folder = tempfile::tempdir().unwrap();
    let aula = Aula::full();
    let output = Output {
        folder: folder.path(),
        formats: &[Format::Html],
        worksheet: None,
    };

    write(&aula.class(), &output).unwrap();

    let page = read(folder.path(), "estudiantes/nunez-nandu-pepe-2-3-102.html");
    for part in [
        "Núñez Ñandú, &quot;Pepe&quot; =2+3",
        "5,33",
        "Qué se esperaba",
        "Qué ocurrió",
        "Causa probable",
        "Siguiente paso",
        "https://curso.example.org/paso4.html#ocurre-antes",
        "╰────── a medias ──────→┃",
        "explorar --plan a3b2",
        "Por lo mismo falla <code>interrumpida</code>.",
        "Falla: <a href=\"#paso4-orden\"><code>orden</code></a>, <code>interrumpida</code>",
    ] {
        assert!(page.contains(part), "falta «{part}»");
    }
}

#[test]
fn quien_no_entrega_lo_lee_una_vez_y_quien_entrega_otra_cosa_sabe_por_que() {
    let mut aula = Aula::empty("[pasos]\npaso3 = 1\n");
    aula.add("201", "Marta Ruiz", None, &[]);
    let other = aula.add("202", "Leo Gil", Some("2026-03-14T18:30:00Z"), &[]);
    other.notices = vec![
        notice(NoticeKind::Ignored, "no se usa «entrega.docx»: no se pide"),
        notice(NoticeKind::Missing, "no ha entregado nada"),
    ];
    let class = aula.class();
    let page = |at: usize| {
        let report = class.report(&aula.manifest.entries[at]).unwrap();
        String::from_utf8(student_page(&class, &report)).unwrap()
    };

    let (missing, docx) = (page(0), page(1));

    assert_eq!(missing.matches("No consta ninguna entrega tuya").count(), 1);
    assert!(!missing.contains("De lo que entregaste"));
    assert!(docx.contains("No se usa «entrega.docx»: no se pide."));
    assert!(docx.contains("Nada de lo que entregaste es un archivo de los que se piden"));
    // Sin plazo, la tarea no dice en qué zona está: la hora va sin ella.
    assert!(docx.contains("Entregado el sábado 14 de marzo de 2026, 18:30. "));
}

#[test]
fn una_hoja_que_no_se_entiende_no_se_lleva_por_delante_los_demas_informes() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = folder.path().join("otra.csv");
    fs::write(&sheet, "Nombre;Nota\n").unwrap();
    let output = Output {
        folder: folder.path(),
        formats: &[Format::Html],
        worksheet: Some(&sheet),
    };

    let written = write(&Aula::full().class(), &output).unwrap();

    assert!(!written.filled_worksheet);
    assert!(
        written.notices[0].contains("No se ha rellenado la hoja de Moodle"),
        "{:?}",
        written.notices
    );
    assert!(folder.path().join("resumen.html").is_file());
    assert!(read(folder.path(), "resumen.html").contains("No se ha rellenado"));
}

#[test]
fn el_resumen_dice_a_quien_ayudar_y_por_donde_empezar() {
    let aula = Aula::full();

    let page = class_page(&aula.class(), Some("estudiantes"), &[]).unwrap();

    let page = String::from_utf8(page).unwrap();
    let section = page.split("id=\"ayudar\"").nth(1).unwrap();
    let section = section.split("</section>").next().unwrap();
    let marks: Vec<&str> = section
        .split("<tr>")
        .skip(2)
        .filter_map(|row| row.split("class=\"numero\">").nth(1)?.split('<').next())
        .collect();
    let as_numbers: Vec<f64> = marks
        .iter()
        .map(|mark| mark.replace(',', ".").parse().unwrap())
        .collect();
    assert!(!as_numbers.is_empty(), "{section}");
    assert!(as_numbers.is_sorted(), "{marks:?}");
    assert!(as_numbers.iter().all(|mark| *mark < 5.0), "{marks:?}");
    assert!(section.contains("no entregado"), "{section}");
}
