import { renderHtml } from '../../review/html';
import { judge } from '../../review/gates';
import { reviewSides } from '../../review/review';
import { ACCOUNT, sideOf } from './fixtures';

describe('the review as HTML', () => {
  const review = reviewSides(sideOf('main'), sideOf('branch', { account: { ...ACCOUNT, name: '<script>' } }));
  const page = renderHtml(review, judge(review));

  it('shows the loss and escapes what it quotes', () => {
    expect(page).toContain('Data loss: every table and file of the lake');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>');
  });

  it('names the gate that stops it', () => {
    expect(page).toContain('azurerm_storage_account.lake is replaced, which loses every table and file of the lake');
  });

  it('is the same bytes for the same review', () => {
    expect(renderHtml(review, judge(review))).toBe(page);
  });
});
