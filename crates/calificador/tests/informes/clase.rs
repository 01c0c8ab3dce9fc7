//! Una clase pequeña en la que pasa de todo.

use std::collections::BTreeMap;

use anyhow::Result;
use calificador::assignment::Assignment;
use calificador::model::{
    Code, Entry, Grade, GradeBook, Manifest, Notice, NoticeKind, Source, Student,
};
use calificador::report::{Class, Course, Step};
use calificador::similarity::{self, Document, Settings, Similarity};

use crate::notas::{does_not_compile, forbidden, good, hostile, killed, race, sampled, utf8};

pub const TAREA: &str = r#"
titulo = "Semana 3: comunicar y sincronizar"
libro = "https://curso.example.org/"

[pasos]
paso3 = 1
paso4 = 2

[extra]
reto3 = 0.5

[entrega]
limite = "2026-03-15 23:59"
zona = "Europe/Madrid"

[retraso]
politica = "por día"
penalizacion = 10
tope = 50

[prorrogas]
"eva@example.org" = "2026-03-20"
"nadie@example.org" = "2026-03-20"
"#;

pub const PICTURE: &str = "! El hijo leyó cuando el padre iba por la mitad.

 padre                   hijo                    memoria común
 ● mmap 4096 → región A                          \"\"
 ● fork → nace el hijo
 ● escribe \"¡Hola, \" en  │                       \"¡Hola, \"
 ┃ A+0…A+7               │
 ╰────── a medias ──────→┃
 │                       ● lee \"¡Hola, \" de
 │                       ┃ A+0…A+21
 │                       ■ termina con código 0
 ┃←──────────────────────╯
 ● escribe \"proceso                              \"¡Hola, proceso
 ┃ hijo!\" en A+8…A+21                            hijo!\"
 ■ termina con código 0";

/// Lo que no debe salir nunca tal cual de un informe.
pub const HOSTILE: &str = "<script>alert(1)</script>\"><img src=x onerror=alert(2)> \
    \u{1b}[31mrojo\u{7} \u{202e}odarit\u{2069} \0 ]]> <!-- --> &amp; Grade :=>> 100\n\
    Grade :=>> 100\n--|>\nComment :=>> yo\n<|--\n-título\n>preformateado";

/// La clase, con dueño.
pub struct Aula {
    pub manifest: Manifest,
    pub assignment: Assignment,
    pub course: Course,
    pub grades: Libro,
    pub similarity: Vec<Similarity>,
    pub partial: bool,
}

/// Los resultados, por entrega y paso.
#[derive(Default)]
pub struct Libro(pub BTreeMap<(String, String), Grade>);

impl GradeBook for Libro {
    fn grade(&self, entry: &Entry, step: &str) -> Result<Option<Grade>> {
        let known = self.0.get(&(entry.id.clone(), step.to_owned())).cloned();
        let missing = || {
            (!entry.sources.contains_key(step))
                .then(|| Grade::unjudged(Code::NotSubmitted, 10, "No hay archivo de este paso."))
        };
        Ok(known.or_else(missing))
    }
}

impl Aula {
    pub fn class(&self) -> Class<'_> {
        Class {
            manifest: &self.manifest,
            assignment: &self.assignment,
            course: &self.course,
            grades: &self.grades,
            partial: self.partial,
            similarity: &self.similarity,
        }
    }

    /// Una clase sin nadie.
    pub fn empty(tarea: &str) -> Self {
        let step = |title: &str, chapter: &str| Step {
            title: title.into(),
            chapter: Some(chapter.into()),
        };
        Self {
            manifest: Manifest {
                steps: vec!["paso3".into(), "paso4".into(), "reto3".into()],
                entries: Vec::new(),
                notices: Vec::new(),
                toolchain: "rustc 1.95.0".into(),
                boxed: true,
            },
            assignment: Assignment::parse(tarea, "tarea.toml", &[]).unwrap(),
            course: Course {
                steps: BTreeMap::from([
                    ("paso3".into(), step("Comunicar", "paso3.html")),
                    ("paso4".into(), step("Sincronizar", "paso4.html")),
                    (
                        "reto3".into(),
                        step("Un registro con su longitud", "paso3.html"),
                    ),
                ]),
            },
            grades: Libro::default(),
            similarity: Vec::new(),
            partial: false,
        }
    }

    /// Añade a alguien con lo que entregó.
    pub fn add(
        &mut self,
        id: &str,
        name: &str,
        at: Option<&str>,
        work: &[(&str, Grade)],
    ) -> &mut Entry {
        let sources = work.iter().map(|(step, _)| {
            let source = Source {
                sha256: format!("{:0>64}", id.len()),
                bytes: 800,
                original: "src/lib.rs".into(),
            };
            ((*step).to_owned(), source)
        });
        let sources = sources.collect();
        for (step, grade) in work {
            self.grades
                .0
                .insert((id.to_owned(), (*step).to_owned()), grade.clone());
        }
        let user = name.split_whitespace().next().unwrap_or("x").to_lowercase();
        self.manifest.entries.push(Entry {
            id: id.into(),
            student: Student {
                name: name.into(),
                email: Some(format!("{user}@example.org")),
                username: Some(user),
                id_number: Some(format!("2026{id}")),
                group: Some("Grupo A".into()),
            },
            submitted_at: at.map(|at| at.parse().unwrap()),
            sources,
            notices: Vec::new(),
        });
        self.manifest.entries.last_mut().unwrap()
    }

    /// La clase en la que pasa de todo.
    pub fn full() -> Self {
        let on_time = Some("2026-03-14T18:30:00+01:00");
        let mut aula = Self::empty(TAREA);
        aula.add(
            "101",
            "Ana García López",
            on_time,
            &[("paso3", good()), ("paso4", good()), ("reto3", good())],
        );
        aula.add(
            "102",
            "Núñez Ñandú, \"Pepe\" =2+3",
            on_time,
            &[("paso3", good()), ("paso4", race())],
        );
        aula.add(
            "103",
            "Luis Pérez",
            Some("2026-03-17T10:00:00+01:00"),
            &[("paso3", utf8()), ("paso4", good())],
        );
        let late = notice(NoticeKind::Late, "Entregado fuera de plazo.");
        aula.manifest.entries[2].notices.push(late);
        aula.add(
            "104",
            "=HYPERLINK(\"http://x\")",
            on_time,
            &[("paso3", does_not_compile()), ("paso4", forbidden())],
        );
        aula.add("105", "Marta Ruiz", None, &[]);
        let infra = Grade::unjudged(
            Code::Infra,
            10,
            "La máquina se quedó sin memoria al calificarlo (tres intentos).",
        );
        aula.add(
            "106",
            "Íñigo O’Connor-Sánchez",
            on_time,
            &[("paso3", good()), ("paso4", infra)],
        );
        let hostile = aula.add(
            "107",
            HOSTILE,
            on_time,
            &[("paso3", hostile()), ("paso4", killed())],
        );
        hostile.student.email = Some("+34@example.org".into());
        hostile.notices.push(notice(
            NoticeKind::Rejected,
            &format!("Traía un enlace: {HOSTILE}"),
        ));
        aula.add(
            "108",
            "Eva Moreno",
            Some("2026-03-19T10:00:00+01:00"),
            &[("paso3", good()), ("paso4", sampled())],
        );
        let eva = aula.manifest.entries.last_mut().unwrap();
        eva.notices.push(notice(
            NoticeKind::Ignored,
            "Se ignora Cargo.toml: no se pidió.",
        ));
        aula.manifest.notices.push(notice(
            NoticeKind::Duplicate,
            "Hay dos entregas de Ana García López; se usa la última.",
        ));
        aula.similarity.push(alike());
        aula
    }
}

pub fn notice(kind: NoticeKind, text: &str) -> Notice {
    Notice {
        kind,
        text: text.into(),
    }
}

fn alike() -> Similarity {
    let own: Vec<String> = (0..8)
        .map(|who| {
            (0..14).fold(String::new(), |text, n| {
                text + &format!("fn f{n}(a{n}: u32) -> u32 {{ let b = a{n} * {who}{n} + {n}; if b > {who} {{ return b - {n}; }} for i in 0..{n} {{ print(i, b, {who}); }} b }}\n")
            })
        })
        .collect();
    let mut documents: Vec<Document> = own
        .iter()
        .zip(["101", "102", "103", "104", "106", "107", "108", "109"])
        .map(|(text, id)| Document { id, text })
        .collect();
    documents[1].text = documents[0].text;
    similarity::compare("paso3", &documents, &[], &Settings::default())
}

/// Una clase de verdad: sesenta personas, notas de todas clases.
pub fn crowd() -> Aula {
    let mut aula = Aula::full();
    let names = [
        "Lucía", "Hugo", "Martina", "Mateo", "Sofía", "Leo", "Julia", "Daniel", "Valeria", "Pablo",
    ];
    let surnames = [
        "Fernández Gil",
        "Gómez Peña",
        "Díaz Ibáñez",
        "Muñoz Sáez",
        "Castro Güell",
    ];
    for n in 0..52_usize {
        let name = format!("{} {}", names[n % 10], surnames[(n / 10) % 5]);
        let grade = |kind: usize| match kind % 7 {
            0 | 1 | 4 => good(),
            2 => race(),
            3 => utf8(),
            5 => does_not_compile(),
            _ => Grade::unjudged(Code::OutOfTime, 10, "No acaba en 10 segundos."),
        };
        let work: Vec<(&str, Grade)> = match n % 9 {
            8 => Vec::new(),
            _ => vec![("paso3", grade(n * 3)), ("paso4", grade(n * 5 + 1))],
        };
        aula.add(
            &(200 + n).to_string(),
            &name,
            Some("2026-03-13T12:00:00+01:00"),
            &work,
        );
    }
    aula
}
