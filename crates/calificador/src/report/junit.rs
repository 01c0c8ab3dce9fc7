//! JUnit XML, que entienden Jenkins, GitLab y casi cualquier integración continua.
//!
//! Un `testsuite` por persona, un `testcase` por comprobación. Lo que falla es
//! `failure`; lo nuestro, `error`; lo que aún no se calificó, `skipped`. Se escribe con
//! quick-xml y no con quick-junit porque este pone un atributo (`disabled`) que el
//! esquema más usado, junit-10.xsd, no admite.

use std::io::{self, Write};

use anyhow::Result;
use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::gradescope::{explained, unjudged};
use super::student::failures;
use super::{Caveat, Class, StudentReport, caveat};
use crate::model::{Code, Grade};
use castellano::visible::{one_line, visible};

/// Una prueba.
struct Case {
    class: String,
    name: String,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    Failed {
        kind: String,
        message: String,
        text: String,
    },
    OurFault {
        message: String,
    },
    Pending,
}

/// El XML de la clase.
///
/// # Errores
/// Si no se pueden leer los resultados.
pub fn junit(class: &Class) -> Result<Vec<u8>> {
    let mut suites = Vec::new();
    for report in class.reports() {
        let report = report?;
        let cases = class
            .assignment
            .all_steps()
            .flat_map(|step| cases(class, step, report.grades.get(step)))
            .collect::<Vec<Case>>();
        suites.push((suite_name(&report), caveats(class, &report), cases));
    }
    let all = || suites.iter().flat_map(|(_, _, cases)| cases);
    let mut bytes = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec();
    let mut writer = Writer::new_with_indent(&mut bytes, b' ', 2);
    writer
        .create_element("testsuites")
        .with_attribute(("name", one_line(&class.assignment.title).as_str()))
        .with_attribute(("tests", all().count().to_string().as_str()))
        .with_attribute(("failures", count(all(), is_failure).as_str()))
        .with_attribute(("errors", count(all(), is_error).as_str()))
        .write_inner_content(|writer| {
            suites
                .iter()
                .try_for_each(|(name, caveats, cases)| suite(writer, name, caveats, cases))
        })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn suite_name(report: &StudentReport) -> String {
    one_line(&format!(
        "{} ({})",
        report.entry.student.name, report.entry.id
    ))
}

fn caveats(class: &Class, report: &StudentReport) -> Vec<Caveat> {
    let mut all = caveat::for_class(class.manifest, class.partial);
    all.extend(caveat::for_student(report));
    all
}

fn cases(class: &Class, step: &str, grade: Option<&Grade>) -> Vec<Case> {
    let title = class.course.full_title(step);
    let whole = |outcome| {
        vec![Case {
            class: step.to_owned(),
            name: title.clone(),
            outcome,
        }]
    };
    match grade {
        None => whole(Outcome::Pending),
        Some(grade) if grade.code == Code::Infra => whole(Outcome::OurFault {
            message: grade.reason.clone().unwrap_or_default(),
        }),
        Some(grade) if grade.checks.is_empty() && grade.code != Code::Good => {
            whole(Outcome::Failed {
                kind: grade.code.to_string(),
                message: grade
                    .reason
                    .clone()
                    .unwrap_or_else(|| grade.code.to_string()),
                text: unjudged(grade),
            })
        }
        Some(grade) => {
            let told: Vec<_> = failures(grade).collect();
            let of_check = |check: &crate::model::Check| Case {
                class: step.to_owned(),
                name: one_line(&format!("{}: {}", check.id, check.title)),
                outcome: match told.iter().find(|(failed, _)| failed.id == check.id) {
                    None => Outcome::Passed,
                    Some((_, other)) => Outcome::Failed {
                        kind: grade.code.to_string(),
                        message: check
                            .explanation
                            .as_ref()
                            .map_or(String::new(), |story| story.happened.clone()),
                        text: explained(check, *other),
                    },
                },
            };
            grade.checks.iter().map(of_check).collect()
        }
    }
}

fn suite<W: Write>(
    writer: &mut Writer<W>,
    name: &str,
    caveats: &[Caveat],
    cases: &[Case],
) -> io::Result<()> {
    writer
        .create_element("testsuite")
        .with_attribute(("name", name))
        .with_attribute(("tests", cases.len().to_string().as_str()))
        .with_attribute(("failures", count(cases, is_failure).as_str()))
        .with_attribute(("errors", count(cases, is_error).as_str()))
        .with_attribute(("skipped", count(cases, is_pending).as_str()))
        .write_inner_content(|writer| {
            if !caveats.is_empty() {
                properties(writer, caveats)?;
            }
            cases.iter().try_for_each(|case| test_case(writer, case))
        })?;
    Ok(())
}

fn properties<W: Write>(writer: &mut Writer<W>, caveats: &[Caveat]) -> io::Result<()> {
    writer
        .create_element("properties")
        .write_inner_content(|writer| {
            for caveat in caveats {
                writer
                    .create_element("property")
                    .with_attribute(("name", caveat.name()))
                    .with_attribute(("value", caveat.meaning()))
                    .write_empty()?;
            }
            Ok(())
        })?;
    Ok(())
}

fn test_case<W: Write>(writer: &mut Writer<W>, case: &Case) -> io::Result<()> {
    let element = writer
        .create_element("testcase")
        .with_attribute(("classname", case.class.as_str()))
        .with_attribute(("name", case.name.as_str()));
    let (tag, kind, message, text) = match &case.outcome {
        Outcome::Passed => return element.write_empty().map(|_| ()),
        Outcome::Failed {
            kind,
            message,
            text,
        } => ("failure", kind.as_str(), message.as_str(), text.as_str()),
        Outcome::OurFault { message } => (
            "error",
            "INFRA",
            message.as_str(),
            "Es un fallo de la herramienta: revísalo a mano.",
        ),
        Outcome::Pending => ("skipped", "PENDIENTE", "Todavía no se ha calificado.", ""),
    };
    element.write_inner_content(|writer| {
        writer
            .create_element(tag)
            .with_attribute(("type", kind))
            .with_attribute(("message", one_line(message).as_str()))
            .write_text_content(BytesText::new(&visible(text)))?;
        Ok(())
    })?;
    Ok(())
}

fn count<'c>(cases: impl IntoIterator<Item = &'c Case>, which: fn(&Case) -> bool) -> String {
    cases
        .into_iter()
        .filter(|case| which(case))
        .count()
        .to_string()
}

fn is_failure(case: &Case) -> bool {
    matches!(case.outcome, Outcome::Failed { .. })
}

fn is_error(case: &Case) -> bool {
    matches!(case.outcome, Outcome::OurFault { .. })
}

fn is_pending(case: &Case) -> bool {
    matches!(case.outcome, Outcome::Pending)
}
