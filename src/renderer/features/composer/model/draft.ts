export { type Attachment, type Draft, emptyDraft } from '../../../../shared/domain/draft';
