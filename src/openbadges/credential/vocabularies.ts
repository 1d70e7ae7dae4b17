// The words that Open Badges 3.0 (App. B, enumerations) has for some members.

const words: Record<string, string> = {
  achievementType:
    'Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge ' +
    'BachelorDegree Certificate CertificateOfCompletion Certification CommunityService Competency ' +
    'Course CoCurricular Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment ' +
    'JourneymanCertificate LearningProgram License Membership ProfessionalDoctorate ' +
    'QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate ' +
    'SecondarySchoolDiploma',
  identifierType:
    'name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn ' +
    'issn lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ' +
    'ltiPlatformId ltiUserId identifier',
  resultType:
    'GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result ' +
    'RubricCriterion RubricCriterionLevel RubricScore ScaledScore Status',
  resultStatus: 'Completed Enrolled Failed InProgress OnHold Provisional Withdrew',
  targetType:
    'ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL',
}

/** Each by its name; `ext:` begins a word of one's own. */
export const vocabularies: ReadonlyMap<string, (word: string) => boolean> = new Map(
  Object.entries(words).map(([name, list]) => {
    const known = new Set(list.split(' '))
    return [name, (word: string) => known.has(word) || /^ext:./.test(word)]
  }),
)
