//! El archivo: lo que se entiende, y cómo se dice lo que no.

use calificador::assignment::{Assignment, LatePolicy, Scale, Unsubmitted, template};

const STEPS: [&str; 3] = ["paso3", "paso4", "reto4"];

fn read(text: &str) -> Assignment {
    Assignment::parse(text, "semana3.toml", &STEPS).unwrap_or_else(|problem| panic!("{problem}"))
}

fn complaint(text: &str) -> String {
    match Assignment::parse(text, "semana3.toml", &STEPS) {
        Err(problem) => problem.to_string(),
        Ok(assignment) => panic!("se esperaba un problema: {assignment:?}"),
    }
}

#[test]
fn la_plantilla_sin_tocar_es_la_tarea_de_siempre() {
    let text = template(
        &[("paso3", "Comunicar"), ("paso4", "Sincronizar")],
        &[("reto4", "Un búfer")],
    );

    assert_eq!(read(&text), Assignment::for_steps(["paso3", "paso4"]));
}

#[test]
fn cada_linea_apagada_de_la_plantilla_vale_si_se_enciende() {
    let text = template(
        &[("paso3", "Comunicar"), ("paso4", "Sincronizar")],
        &[("reto4", "Un búfer")],
    );
    let commented: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("# ") && line.contains(" = "))
        .collect();
    assert!(commented.len() > 12, "{commented:?}");

    let on: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(setting) if line.contains(" = ") => format!("{setting}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let on = on.replace("politica = \"avisar\"", "politica = \"por día\"");
    let assignment = read(&on);

    assert_eq!(assignment.extensions.len(), 2);
    assert_eq!(
        assignment.book.as_deref(),
        Some("https://curso.example.org")
    );
    assert!(matches!(assignment.late, LatePolicy::Penalty { .. }));
    assert_eq!(assignment.extras.len(), 1);
    assert_eq!(assignment.due.unwrap().to_string(), "2026-03-15T22:59:00Z");
}

#[test]
fn los_pasos_van_en_el_orden_en_que_se_escriben() {
    let assignment = read("[pasos]\npaso4 = 2\npaso3 = 1.5\n[extra]\nreto4 = '0,5'\n");

    assert_eq!(
        assignment.all_steps().collect::<Vec<_>>(),
        ["paso4", "paso3", "reto4"]
    );
}

#[test]
fn las_opciones_se_entienden_sin_tildes_ni_mayusculas() {
    let assignment = read(
        "sin_entregar = \"En_Blanco\"\n[pasos]\npaso3 = 1\n[escala]\nde = '1-7'\n\
         [entrega]\nlimite = 2026-03-15T23:59:00-03:00\n\
         [retraso]\npolitica = \"POR DIA\"\npenalizacion = 10\nsobre = 'nota maxima'\n",
    );

    assert_eq!(assignment.unsubmitted, Unsubmitted::Blank);
    assert_eq!(Some(assignment.scale), Scale::called("1-7"));
    assert!(matches!(assignment.late, LatePolicy::Penalty { .. }));
}

#[test]
fn una_clave_mal_escrita_se_senala_y_se_adivina() {
    assert_eq!(
        complaint("titulo = \"Semana 3\"\n\n[paso]\npaso3 = 1\n"),
        "semana3.toml, línea 3: no se conoce la clave «paso»\n  \
           3 | [paso]\n    \
             |  ^^^^\n  \
           ¿Querías decir «pasos»? Vale: titulo, libro, separador_decimal, sin_entregar, pasos, extra, escala, \
           entrega, retraso, prorrogas, moodle."
    );
    assert_eq!(
        complaint("[pasos]\npaso3 = 1\npasso4 = 1\n"),
        "semana3.toml, línea 3: el curso no tiene ningún paso «passo4»\n  \
           3 | passo4 = 1\n    \
             | ^^^^^^\n  \
           ¿Querías decir «paso4»? Vale: paso3, paso4, reto4."
    );
}

#[test]
fn cada_error_dice_su_linea_y_lo_que_valdria() {
    let with_steps = |rest: &str| format!("[pasos]\npaso3 = 1\n{rest}");
    let due = "[entrega]\nlimite = \"2026-03-15 23:59 +01:00\"\n";
    let cases = [
        (String::new(), "falta la sección [pasos]"),
        ("[pasos]\n".to_owned(), "no se pide ningún paso"),
        ("pasos = 3\n".to_owned(), "es una sección"),
        ("[pasos]\npaso3 = 0\n".to_owned(), "mayor que 0"),
        ("[pasos]\npaso3 = \"mucho\"\n".to_owned(), "como 1 o 2.5"),
        ("[pasos]\npaso3 = inf\n".to_owned(), "no es un número"),
        ("[pasos]\npaso3 = 0x10\n".to_owned(), "no es un número"),
        (
            "[pasos]\npaso3 = 1\npaso3 = 2\n".to_owned(),
            "ya está más arriba",
        ),
        ("titulo = Semana 3\n".to_owned(), "faltan las comillas"),
        (with_steps("[extra]\npaso3 = 1\n"), "ya está en [pasos]"),
        (
            with_steps("[escala]\nde = \"0-7-9\"\n"),
            "0-10, 0-20, 1-7, 0-5, 0-100",
        ),
        (with_steps("[escala]\naprobado = 11\n"), "de 0 a 10"),
        (with_steps("[escala]\ndecimales = 1.5\n"), "entero de 0 a 5"),
        (with_steps("[escala]\nexigencia = 100\n"), "menor que 100"),
        (
            with_steps("[entrega]\nlimite = \"2026-03-15 23:59\"\n"),
            "Añade zona =",
        ),
        (
            with_steps("[entrega]\nzona = \"Europa/Madrid\"\n"),
            "no se conoce la zona horaria",
        ),
        (
            with_steps("[entrega]\nlimite = \"el domingo\"\nzona = \"UTC\"\n"),
            "no es una fecha",
        ),
        (
            with_steps("[retraso]\npolitica = \"por día\"\n"),
            "sin fecha límite",
        ),
        (
            with_steps(&format!("{due}[retraso]\npolitica = \"por día\"\n")),
            "penalizacion = 10",
        ),
        (
            with_steps(&format!("{due}[retraso]\npolitica = \"a veces\"\n")),
            "\"no aceptar\"",
        ),
        (
            with_steps("[retraso]\npolitica = \"avisar\"\ntope = 3\n"),
            "no hace nada",
        ),
        (
            with_steps(&format!(
                "{due}[retraso]\npolitica = \"fija\"\npenalizacion = 101\n"
            )),
            "de 0 a 100",
        ),
        (
            with_steps(&format!(
                "{due}[retraso]\npolitica = \"fija\"\npenalizacion = 1\ngracia = \"un rato\"\n"
            )),
            "15 min",
        ),
        (
            with_steps("[prorrogas]\nana = \"2026-03-15\"\n"),
            "zona horaria",
        ),
        (with_steps("[moodle]\ncolumna = \"x\"\n"), "columna_nota"),
        (
            "libro = \"javascript:alert(1)\"\n[pasos]\npaso3 = 1\n".to_owned(),
            "https://",
        ),
        (
            "sin_entregar = 0\n[pasos]\npaso3 = 1\n".to_owned(),
            "\"en blanco\"",
        ),
    ];
    for (text, wanted) in cases {
        let complaint = complaint(&text);

        assert!(complaint.contains(wanted), "{text}\n{complaint}");
        assert!(complaint.contains("semana3.toml, línea "), "{complaint}");
    }
}

#[test]
fn ningun_archivo_por_raro_que_sea_hace_caer_al_lector() {
    for text in [
        "\u{feff}",
        "[",
        "á",
        "=",
        "[pasos",
        "\"",
        "a.b.c = 1",
        "[[pasos]]",
        "titulo = '''",
        "[pasos]\n\"ñ\" = 1",
        "\0",
        "[pasos]\npaso3 = 1e309",
    ] {
        let _ = complaint(text);
    }
}
