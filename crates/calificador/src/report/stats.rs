//! Las cuentas de la clase, en una sola pasada y sin guardar los informes enteros.

use std::collections::BTreeMap;

use anyhow::Result;

use super::trouble::{self, Trouble};
use super::{Caveat, Class, StudentReport, caveat};
use crate::assignment::{Assignment, Decimal, Exact, Mark, MarkStatus};
use crate::model::{Code, Entry, NoticeKind};

/// Lo que se sabe de la clase.
pub struct Stats<'a> {
    /// Una fila por persona, por orden de nombre.
    pub rows: Vec<Row<'a>>,
    /// Veredictos de cada paso.
    pub codes: BTreeMap<(String, Code), usize>,
    /// Comprobaciones por paso y nombre, en el orden en que se hacen.
    pub checks: Vec<CheckCount>,
    /// Lo que hay que decir de toda la clase.
    pub caveats: Vec<Caveat>,
}

/// Una persona.
pub struct Row<'a> {
    /// Su entrega.
    pub entry: &'a Entry,
    /// Su nota.
    pub mark: Mark,
    /// Cómo se llama su página, sin extensión.
    pub stem: String,
    /// Lo que un docente debería mirar: qué es y por qué.
    pub suspicious: Vec<(String, String)>,
    /// Los archivos que no se llamaban como se pidió y se tomaron igual.
    pub renamed: Vec<String>,
    /// Lo que no le sale, paso a paso.
    pub trouble: Vec<Trouble>,
}

/// Cuánta gente no supera una comprobación.
pub struct CheckCount {
    /// El paso.
    pub step: String,
    /// Su nombre corto.
    pub id: String,
    /// La frase que dice qué comprueba.
    pub title: String,
    /// Entregas que no la superan.
    pub failed: usize,
    /// Entregas en las que se hizo.
    pub judged: usize,
}

impl<'a> Stats<'a> {
    /// Las de `class`.
    ///
    /// # Errores
    /// Si no se pueden leer los resultados.
    pub fn of(class: &Class<'a>) -> Result<Self> {
        let mut stats = Self {
            rows: Vec::new(),
            codes: BTreeMap::new(),
            checks: Vec::new(),
            caveats: caveat::for_class(class.manifest, class.partial),
        };
        let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
        for report in class.reports() {
            let report = report?;
            if caveat::for_student(&report).is_some()
                && !stats.caveats.contains(&Caveat::NotExhaustive)
            {
                stats.caveats.push(Caveat::NotExhaustive);
            }
            for mark in &report.mark.steps {
                if let Some(code) = mark.code {
                    *stats.codes.entry((mark.step.clone(), code)).or_default() += 1;
                }
            }
            for (step, grade) in &report.grades {
                for check in &grade.checks {
                    let key = (step.clone(), check.id.clone());
                    let at = *places.entry(key).or_insert_with(|| {
                        stats.checks.push(CheckCount {
                            step: step.clone(),
                            id: check.id.clone(),
                            title: check.title.clone(),
                            failed: 0,
                            judged: 0,
                        });
                        stats.checks.len() - 1
                    });
                    stats.checks[at].judged += 1;
                    stats.checks[at].failed += usize::from(!check.passed);
                }
            }
            let suspicious = suspicious(&report);
            let renamed = renamed(report.entry);
            let trouble = trouble::of(&report);
            stats.rows.push(Row {
                entry: report.entry,
                mark: report.mark,
                stem: report.stem,
                suspicious,
                renamed,
                trouble,
            });
        }
        stats.rows.sort_by(|a, b| a.stem.cmp(&b.stem));
        stats
            .checks
            .sort_by_key(|check| std::cmp::Reverse(check.failed));
        Ok(stats)
    }

    /// Las notas que hay, de menor a mayor.
    pub fn marks(&self) -> Vec<Decimal> {
        let mut marks: Vec<Decimal> = self.rows.iter().filter_map(|row| row.mark.value).collect();
        marks.sort_unstable();
        marks
    }

    /// La media y la mediana de quienes entregaron algo, sin redondear.
    pub fn center(&self) -> Option<(Exact, Exact)> {
        let graded = |row: &&Row| row.mark.status == MarkStatus::Graded;
        let mut values: Vec<Exact> = self
            .rows
            .iter()
            .filter(graded)
            .filter_map(|row| Some(row.mark.value?.exact()))
            .collect();
        values.sort();
        let (count, middle) = (values.len(), values.len() / 2);
        let two = || Exact::from_integer(2.into());
        let median = match count {
            0 => return None,
            _ if count % 2 == 1 => values[middle].clone(),
            _ => (&values[middle - 1] + &values[middle]) / two(),
        };
        let sum: Exact = values.iter().sum();
        Some((sum / Exact::from_integer(count.into()), median))
    }

    /// Cuántas personas entregaron algo.
    pub fn delivered(&self) -> usize {
        self.rows.len() - self.count(MarkStatus::NotSubmitted)
    }

    /// Cuántas aprueban.
    pub fn passing(&self, assignment: &Assignment) -> usize {
        let passes = |row: &&Row| {
            let mark = row.mark.value;
            mark.is_some_and(|value| assignment.scale.passes(value))
        };
        self.rows.iter().filter(passes).count()
    }

    /// Quienes no llegan al aprobado, de la nota más baja a la más alta.
    pub fn in_trouble(&self, assignment: &Assignment) -> Vec<&Row<'a>> {
        let fails = |row: &&Row| {
            let value = row.mark.value;
            value.is_some_and(|value| !assignment.scale.passes(value))
        };
        let mut rows: Vec<&Row> = self.rows.iter().filter(fails).collect();
        rows.sort_by_key(|row| row.mark.value);
        rows
    }

    /// Cuántas personas están en `status`.
    pub fn count(&self, status: MarkStatus) -> usize {
        self.rows
            .iter()
            .filter(|row| row.mark.status == status)
            .count()
    }
}

/// Lo que hay que mirar de una entrega.
fn suspicious(report: &StudentReport) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (step, grade) in &report.grades {
        if matches!(grade.code, Code::Forbidden | Code::Infra) {
            let reason = grade.reason.clone().unwrap_or_default();
            found.push((format!("{step}: {}", grade.code), reason));
        }
    }
    for notice in &report.entry.notices {
        let what = match notice.kind {
            NoticeKind::Duplicate => "Duplicado",
            NoticeKind::Rejected => "Rechazado",
            NoticeKind::Encoding => "Codificación",
            NoticeKind::Untouched => "Esqueleto sin tocar",
            NoticeKind::OtherStep => "Parece de otro paso",
            NoticeKind::Unlisted => "Fuera de la lista",
            NoticeKind::Ambiguous => "No se sabe cuál es",
            NoticeKind::Misnamed => "Otro nombre en la hoja",
            NoticeKind::Lost => "No está en la descarga",
            NoticeKind::Undated => "Sin fecha de entrega",
            // El aula dice que entregó, y lo que mandó no era lo pedido.
            NoticeKind::Ignored if report.mark.status == MarkStatus::NotSubmitted => {
                "Entregó otra cosa"
            }
            NoticeKind::Renamed | NoticeKind::Late | NoticeKind::Missing | NoticeKind::Ignored => {
                continue;
            }
        };
        found.push((what.to_owned(), notice.text.clone()));
    }
    found
}

/// Los archivos de `entry` que se reconocieron aunque se llamaran de otra manera.
fn renamed(entry: &Entry) -> Vec<String> {
    let notices = entry.notices.iter();
    notices
        .filter(|notice| notice.kind == NoticeKind::Renamed)
        .map(|notice| notice.text.clone())
        .collect()
}
